package io.penstock.settings.file;

import io.penstock.settings.Problem;
import io.penstock.settings.Settings;
import io.penstock.settings.SettingsCheck;
import io.penstock.settings.yaml.LocatedProblem;
import io.penstock.settings.yaml.Locations;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What came of reading a configuration file. Immutable. */
public final class Reading {
    private final Optional<Draft> draft;
    private final List<LocatedProblem> problems;
    private final List<LocatedProblem> warnings;
    private final Locations locations;

    Reading(Optional<Draft> draft, List<LocatedProblem> problems, List<LocatedProblem> warnings, Locations locations) {
        this.draft = draft;
        this.problems = List.copyOf(problems);
        this.warnings = List.copyOf(warnings);
        this.locations = locations;
    }

    /** What the file says, with every default filled in; empty if anything is wrong with it. */
    public Optional<Settings> settings() {
        return problems.isEmpty() ? draft.map(Draft::settings) : Optional.empty();
    }

    /** All that is wrong, in the order of the file. */
    public List<LocatedProblem> problems() {
        return problems;
    }

    /** What works, but has a price that its author should know, in the order of the file. */
    public List<LocatedProblem> warnings() {
        return warnings;
    }

    /** A problem that was found elsewhere with {@link #settings()}, with its place in the file. */
    public LocatedProblem locate(Problem problem) {
        return locations.locate(problem);
    }

    /**
     * The same with what other checks find. They run even if the file has problems, with defaults in place of what is wrong,
     * so that all can be told at once; what they find where a problem was known before is left out.
     */
    public Reading checkedBy(List<? extends SettingsCheck> checks) {
        if (draft.isEmpty()) {
            return this;
        }
        Draft whole = draft.get();
        Stream<LocatedProblem> found = checks.stream()
                .flatMap(check -> check.check(whole.settings()).stream())
                .map(whole::inFile)
                .filter(problem -> !touchesProblem(problem.pointer()))
                .map(locations::locate);
        List<LocatedProblem> all = Stream.concat(problems.stream(), found)
                .sorted(Comparator.comparing(LocatedProblem::location))
                .toList();
        return new Reading(draft, all, warnings, locations);
    }

    /** Whether a problem is known of what a pointer means, of a part of it, or of what it is a part of. */
    private boolean touchesProblem(String pointer) {
        return problems.stream()
                .map(known -> known.problem().pointer())
                .anyMatch(known -> (known + "/").startsWith(pointer + "/")
                        || (!known.isEmpty() && (pointer + "/").startsWith(known + "/")));
    }
}

package io.penstock.settings.yaml;

import io.penstock.settings.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers all that is wrong with one file, so that it can be told at once. For one thread. */
public final class Problems {
    private final List<LocatedProblem> problems = new ArrayList<>();
    private final List<LocatedProblem> warnings = new ArrayList<>();

    /** Something is wrong with this node. */
    public void add(Node node, String message) {
        add(node.location(), node.pointer(), message);
    }

    /** Something is wrong at this place. */
    public void add(Location location, String pointer, String message) {
        problems.add(new LocatedProblem(location, new Problem(pointer, message)));
    }

    /** Something about this node works, but has a price that its author should know. */
    public void warn(Node node, String message) {
        warn(node.location(), node.pointer(), message);
    }

    /** Something at this place works, but may be meant otherwise. */
    void warn(Location location, String pointer, String message) {
        warnings.add(new LocatedProblem(location, new Problem(pointer, message)));
    }

    /** All problems so far, in the order of the file. */
    public List<LocatedProblem> problems() {
        return sorted(problems);
    }

    /** All warnings so far, in the order of the file. */
    public List<LocatedProblem> warnings() {
        return sorted(warnings);
    }

    private static List<LocatedProblem> sorted(List<LocatedProblem> found) {
        return found.stream()
                .sorted(Comparator.comparing(LocatedProblem::location))
                .toList();
    }
}

package io.penstock.settings.file;

import io.penstock.settings.GovernorSettings;
import io.penstock.settings.GovernorSettings.SignalSettings;
import io.penstock.settings.SignalOrigin;
import io.penstock.settings.TierSettings;
import io.penstock.settings.WorkSettings.Tier;
import io.penstock.settings.yaml.Node;
import io.penstock.settings.yaml.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Makes {@link GovernorSettings} of the section {@code governor}. For one file. */
final class GovernorReader {
    private static final List<String> KNOWN = Stream.concat(
                    GovernorKeys.KEYS.stream().map(Key::name), Stream.of(GovernorKeys.SIGNALS, GovernorKeys.TIERS))
            .toList();

    private final Problems problems;
    private final Optional<Section> section;
    private final Set<String> names = new HashSet<>();

    GovernorReader(Section root, Problems problems) {
        this.problems = problems;
        this.section = root.findSection(GovernorKeys.GOVERNOR, KNOWN);
    }

    /** What the section says; empty without it, or if it is not complete. */
    Optional<GovernorSettings> governor() {
        return section.flatMap(this::governor);
    }

    /** What the tiers get. */
    Map<Tier, TierSettings> tiers() {
        return new TierReader(problems).tiers(section.orElseGet(() -> Section.empty(problems)));
    }

    private Optional<GovernorSettings> governor(Section section) {
        double floor = section.get(GovernorKeys.FLOOR);
        double ceiling = section.get(GovernorKeys.CEILING);
        boolean sound = section.sound(GovernorKeys.FLOOR) && section.sound(GovernorKeys.CEILING);
        if (sound && floor > ceiling) {
            problems.add(
                    section.nodeOrSelf(GovernorKeys.FLOOR.name()),
                    "'governor.floor' (" + floor + ") must not be above 'governor.ceiling' (" + ceiling
                            + "): background work could have no limit that is both. Lower the one, or raise the other");
            return Optional.empty();
        }
        if (hasNothingButTiers(section)) {
            return Optional.empty();
        }
        List<SignalSettings> signals = signals(section);
        return signals.isEmpty() ? Optional.empty() : Optional.of(new GovernorSettings(floor, ceiling, signals));
    }

    /** Tiers count without a governor, too. */
    private static boolean hasNothingButTiers(Section section) {
        return section.node(GovernorKeys.TIERS).isPresent()
                && Stream.of(GovernorKeys.SIGNALS, GovernorKeys.FLOOR.name(), GovernorKeys.CEILING.name())
                        .allMatch(key -> section.node(key).isEmpty());
    }

    private List<SignalSettings> signals(Section section) {
        Optional<Node> node = section.node(GovernorKeys.SIGNALS);
        List<SignalSettings> signals = new ArrayList<>();
        if (node.isPresent()
                && node.get() instanceof Node.Sequence list
                && !list.items().isEmpty()) {
            list.items().forEach(item -> signal(item).ifPresent(signals::add));
        } else if (node.isEmpty() || !(node.get() instanceof Node.Unresolved)) {
            problems.add(
                    section.nodeOrSelf(GovernorKeys.SIGNALS),
                    "'governor.signals' must be a list of at least one signal, each with 'name' and an objective, such as"
                            + " 'p99: 20ms': without one there is nothing to give way to");
        }
        return signals;
    }

    private Optional<SignalSettings> signal(Node node) {
        List<String> known = Stream.concat(
                        GovernorKeys.SIGNAL_KEYS.stream().map(Key::name), GovernorKeys.ORIGINS.keySet().stream())
                .toList();
        Section section = Section.of(node, "a signal", known, problems);
        if (!(node instanceof Node.Mapping)) {
            if (node instanceof Node.Nothing) {
                problems.add(node, "a signal with nothing in it; give it 'name' and 'p99', or take it out");
            }
            return Optional.empty();
        }
        Optional<String> name = section.find(GovernorKeys.NAME);
        name.filter(given -> !names.add(given))
                .ifPresent(given -> problems.add(
                        section.nodeOrSelf(GovernorKeys.NAME.name()),
                        "the signal '" + given + "' is there already; give this one another name"));
        Duration window = section.get(GovernorKeys.WINDOW);
        Duration silence = section.get(GovernorKeys.SILENCE);
        Optional<Map.Entry<Double, Duration>> objective = objective(section);
        Optional<SignalOrigin> origin = new OriginReader(section, problems).origin(name.orElse(""), silence);
        return name.flatMap(given -> objective.map(
                kept -> new SignalSettings(given, kept.getKey(), kept.getValue(), window, silence, origin)));
    }

    private Optional<Map.Entry<Double, Duration>> objective(Section section) {
        List<Key<Duration>> given = GovernorKeys.OBJECTIVES.keySet().stream()
                .filter(key -> section.node(key.name()).isPresent())
                .toList();
        if (given.size() != 1) {
            problems.add(
                    section.nodeOrSelf(given.isEmpty() ? GovernorKeys.NAME.name() : GovernorKeys.P99.name()),
                    "a signal has one objective: write one of 'p95', 'p99' and 'p999' with a latency, such as 'p99: 20ms'; "
                            + (given.isEmpty()
                                    ? "this one has none"
                                    : "this one has " + given.size() + ", make another signal of the other"));
            return Optional.empty();
        }
        Key<Duration> key = given.get(0);
        double quantile = GovernorKeys.OBJECTIVES.getOrDefault(key, 0.0);
        return section.find(key).map(latency -> Map.entry(quantile, latency));
    }
}

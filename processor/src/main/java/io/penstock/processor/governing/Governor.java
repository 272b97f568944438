package io.penstock.processor.governing;

import io.penstock.governor.limit.Beginning;
import io.penstock.governor.limit.Bounds;
import io.penstock.governor.limit.BurnLimit;
import io.penstock.governor.limit.Change;
import io.penstock.governor.limit.Limit;
import io.penstock.governor.limit.Objective;
import io.penstock.governor.limit.Signal;
import io.penstock.governor.limit.Standing;
import io.penstock.governor.share.Shares;
import io.penstock.records.Ruling;
import io.penstock.records.Ruling.Author;
import io.penstock.records.Ruling.SignalReading;
import io.penstock.settings.GovernorSettings;
import io.penstock.settings.GovernorSettings.SignalSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Decides for all instances, as long as this one is the owner: the rule, the division, and when it is worth a word. While
 * anybody has work it speaks once a second at least, at once when the limit falls or somebody's work begins, and else at most
 * four times a second. While nobody has, only a change of the rule's state is told, and not often.
 *
 * <p>Threading: for one thread, the governor's.
 */
final class Governor {
    private static final long AT_LEAST_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long PACE_NANOS = Duration.ofMillis(250).toNanos();
    private static final long FALLING_PACE_NANOS = Duration.ofMillis(50).toNanos();
    private static final long PACE_AT_REST_NANOS = Duration.ofSeconds(10).toNanos();
    private static final double NEWS = 0.02;

    private final double floor;
    private final Limit limit;
    private final InstancesWanted wanted;
    private final Consumer<Change> changes;
    private final Map<String, SignalFigure> figures = new LinkedHashMap<>();
    private Optional<Ruling> published = Optional.empty();
    private Set<String> busyThen = Set.of();
    private long publishedAt;
    private String reason = "every instance begins at the floor";

    /**
     * @param wanted says how many instances the load wants
     * @param from where it begins
     * @param changes told of every change
     */
    Governor(GovernorSettings settings, InstancesWanted wanted, Beginning from, Consumer<Change> changes) {
        this.floor = settings.floor();
        this.wanted = wanted;
        this.changes = changes;
        this.limit = new BurnLimit(
                new Bounds(settings.floor(), settings.ceiling()),
                settings.signals().stream().map(Governor::signal).toList(),
                from);
        settings.signals().forEach(signal -> figures.put(signal.name(), new SignalFigure(signal)));
    }

    private static Signal signal(SignalSettings settings) {
        return new Signal(
                settings.name(),
                new Objective(settings.quantile(), settings.latency(), settings.window()),
                settings.silence());
    }

    /** Takes what signals have told. */
    void hear(Samples samples, long now) {
        samples.drain(limit, figures, now);
    }

    /**
     * Lets the rule decide.
     *
     * @param roll who there is
     * @param author who speaks
     * @return what is to be told, if anything
     */
    Optional<Ruling> decide(Roll roll, Author author, long now) {
        limit.decide(now, inUse(roll, now)).ifPresent(change -> {
            reason = change.reason().text();
            changes.accept(change);
        });
        Set<String> busy = roll.busy(now);
        Ruling ruling = ruling(roll, author, now);
        if (!due(ruling, busy, now - publishedAt)) {
            return Optional.empty();
        }
        published = Optional.of(ruling);
        publishedAt = now;
        busyThen = busy;
        return published;
    }

    /**
     * What is in use, and with it what nobody can use: while one has less than it wants, the parts of the floor that others
     * do not want are as good as used, else one busy instance among many would never have the limit grow.
     */
    private double inUse(Roll roll, long now) {
        Map<String, Double> parts = published.map(Ruling::shares).orElse(Map.of());
        Map<String, Double> demands = roll.demands(now);
        boolean wanting = false;
        double idle = 0;
        for (Map.Entry<String, Double> part : parts.entrySet()) {
            double spare = part.getValue() - demands.getOrDefault(part.getKey(), 0.0);
            wanting |= spare < 0;
            idle += Math.max(0, spare);
        }
        return roll.inUse(now) + (wanting ? idle : 0);
    }

    private boolean due(Ruling next, Set<String> busy, long since) {
        if (published.isEmpty()) {
            return true;
        }
        Ruling last = published.get();
        boolean stateChanged = !next.standing().state().equals(last.standing().state());
        if (busy.isEmpty()) {
            return stateChanged && since >= PACE_AT_REST_NANOS;
        }
        if (!busyThen.containsAll(busy)) {
            return true;
        }
        if (next.limit() < last.limit() * (1 - NEWS)) {
            return since >= FALLING_PACE_NANOS;
        }
        return since >= AT_LEAST_NANOS
                || (since >= PACE_NANOS && (stateChanged || differ(last.shares(), next.shares())));
    }

    private static boolean differ(Map<String, Double> one, Map<String, Double> other) {
        return !one.keySet().equals(other.keySet())
                || one.entrySet().stream()
                        .anyMatch(share -> Math.abs(share.getValue() - other.getOrDefault(share.getKey(), 0.0))
                                > NEWS * Math.max(1, share.getValue()));
    }

    private Ruling ruling(Roll roll, Author author, long now) {
        return new Ruling(
                author,
                limit.current(),
                limit.edge(),
                new Ruling.Standing(limit.state().name().toLowerCase(Locale.ROOT), reason),
                Shares.of(limit.current(), floor, roll.demands(now)).parts(),
                limit.standings(now).stream()
                        .map(standing -> reading(standing, now))
                        .toList(),
                new Ruling.Use(roll.inUse(now), wanted.of(roll.loads(), limit.current())));
    }

    private SignalReading reading(Standing standing, long now) {
        Optional<SignalFigure> figure = Optional.ofNullable(figures.get(standing.signal()));
        return new SignalReading(
                standing.signal(),
                standing.burn(),
                figure.map(it -> it.nanos(now)).orElse(0L),
                figure.map(SignalFigure::objectiveNanos).orElse(0L),
                standing.silent());
    }
}

package io.penstock.governor.limit;

import io.penstock.governor.limit.Reason.Edge;
import io.penstock.governor.limit.Reason.Headroom;
import io.penstock.governor.limit.Reason.Heard;
import io.penstock.governor.limit.Reason.Improved;
import io.penstock.governor.limit.Reason.Missed;
import io.penstock.governor.limit.Reason.Silent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;

/**
 * Keeps the foreground's share of slow operations within what its objectives allow; {@link State} draws the states. The
 * <em>burn</em> {@code b} is that of the worst signal (see {@code Watch}): how many times as many operations are slow as
 * may be.
 *
 * <pre>
 *   objective missed    limit ← limit · k     k = 1 / √b, from 0.35 to 0.6 for a bad miss
 *                                             k = 0.65 while climbing, 0.85 else, for a slight one
 *                       edge  ← 0.65 or 0.85 of where it broke; a second miss within 4 s: 1.3 of where it is cut to
 *   RETURNING           limit → edge          by 1 / e in 2 s
 *   HOLDING             limit ← limit · e^(r · t)
 *                       r = 0.02 · (0.8 − b) − 0.05 · max(0, b − 1)
 *                         + 0.02 · max(0, 0.8 − upper bound of b) · (time since the miss / 20 s)²,   at most 0.06
 *   CLIMBING            limit ← limit + g · t · max(limit · r, 0.8),   g = 2 · (1.4 − b), from 0 to 1
 *                       r = 0.12, or 0.25 while it looks better than at the edge; as there: 0.75 of it, HOLDING
 *   CAREFUL             limit → floor         by 1 / e in 5 s
 * </pre>
 *
 * It aims below its objective (0.8 of what may be slow), for what it sees is late and full of chance. It grows only while
 * at least 70 percent of the limit is in use: what is not used proves nothing. After a cut it waits half a second for what
 * runs, and begins to count anew.
 *
 * <p>At the floor nothing is cut: it holds there while the objective is missed, and learns how that looks. A miss there or
 * just above is hardly the background's, and says nothing of where the edge is: five seconds later, if the objective is kept
 * with room to spare, it is forgotten.
 *
 * <p>As CUBIC does (RFC 9438), it remembers where it broke, comes back to a little below it at once, and goes on the slower
 * the nearer that is and the faster the longer ago. The memory ends when the foreground looks better than it did there by 4
 * standard errors, or when the queue is gone in which it broke: when it looks within 5 percent of its best (see {@code Body}).
 *
 * <p>Threading: for one thread.
 */
public final class BurnLimit implements Limit {
    private static final double AIM = 0.8;
    private static final double USED = 0.7;

    private static final double DEEPEST_CUT = 0.35;
    private static final double LEAST_BAD_CUT = 0.6;
    private static final double EDGE_AFTER_CLIMB = 0.65;
    private static final double EDGE_AFTER_HOLD = 0.85;
    private static final double EDGE_AFTER_LOOK = 0.75;
    private static final double EDGE_OF_EPISODE = 1.3;
    private static final double EPISODE_SECONDS = 4;
    private static final long SETTLE_NANOS = 500_000_000;

    private static final double RETURN_SECONDS = 2;
    private static final double RETURNED = 0.97;

    private static final double CREEP = 0.02;
    private static final double CREEP_BACK = 0.05;
    private static final double CREEP_DOUBLES_SECONDS = 20;
    private static final double FASTEST_CREEP = 0.06;

    private static final double CLIMB = 0.12;
    private static final double CLIMB_FAR = 0.25;
    private static final double SLOWEST_CLIMB = 0.8;
    private static final double BRAKE_AT = 1.4;

    /** For so long the objective is kept at the floor before what was missed there is forgotten. */
    private static final double FORGOTTEN_SECONDS = 5;

    private static final double QUIET_SECONDS = 8;
    private static final double WORTH_THE_CLIMB = 1.5;
    private static final double DISBELIEF_SECONDS = 300;

    private static final double IMPROVED = 4;
    private static final double LOOKS_FAR = 1.5;

    private static final double CAREFUL_SECONDS = 5;

    /** Below this a limit is as good as the floor: growth by a part of nothing would be nothing. */
    private static final double SMALLEST = 0.05;

    private final Bounds bounds;
    private final double bottom;
    private final Map<String, Watch> bySignal = new LinkedHashMap<>();
    private final List<Watch> watches;
    private double limit;
    private State state = State.CAREFUL;
    /** The highest limit that is thought to hold; the ceiling while none is known. */
    private double edge;

    private boolean edgeKnown;
    /** Whether the last miss was at the floor or just above, and so hardly the background's. */
    private boolean brokeAtTheFloor;

    /** Whether a queue was to be seen at the last miss: only then its end says that there is room again. */
    private boolean brokeInAQueue;

    private double brokeAt;
    private boolean climbsForTheQuiet;
    /** When it climbed because the queue was gone, and broke where it had broken before. */
    private OptionalLong quietMisleads = OptionalLong.empty();

    private boolean started;
    private long decided;
    private long cut;

    /**
     * Begins at the floor, and stays there until every signal has spoken.
     *
     * @param signals at least one, each with a name of its own
     */
    public BurnLimit(Bounds bounds, List<Signal> signals) {
        this(bounds, signals, Beginning.AT_THE_FLOOR);
    }

    /**
     * Goes on where another has left off: falls until every signal has spoken, and comes back to the edge then.
     *
     * @param signals at least one, each with a name of its own
     * @param from where it begins, within the bounds
     */
    public BurnLimit(Bounds bounds, List<Signal> signals, Beginning from) {
        this.bounds = bounds;
        signals.forEach(signal -> bySignal.put(signal.name(), new Watch(signal)));
        if (bySignal.isEmpty() || bySignal.size() != signals.size()) {
            throw new IllegalArgumentException("There has to be a signal, and each has a name of its own: " + signals);
        }
        watches = List.copyOf(bySignal.values());
        bottom = Math.max(bounds.floor(), SMALLEST * Math.min(1, bounds.ceiling()));
        limit = clamp(from.limit());
        edge = clamp(from.edge().orElse(bounds.ceiling()));
        edgeKnown = from.edge().isPresent();
    }

    @Override
    public double current() {
        return limit <= bottom ? bounds.floor() : limit;
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public OptionalDouble edge() {
        return edgeKnown ? OptionalDouble.of(edge) : OptionalDouble.empty();
    }

    @Override
    public List<Standing> standings(long now) {
        return watches.stream()
                .map(watch -> new Standing(watch.name(), watch.burn(), watch.silent(now)))
                .toList();
    }

    @Override
    public void latency(String signal, long nanos) {
        watch(signal).latency(nanos);
    }

    @Override
    public void reading(String signal, long nanos) {
        watch(signal).reading(nanos);
    }

    @Override
    public Optional<Change> decide(long now, double inUse) {
        if (!started) {
            started = true;
            decided = now;
        }
        double seconds = Math.max(0, now - decided) / 1e9;
        decided = now;
        watches.forEach(watch -> watch.fold(now, seconds));
        for (Watch watch : watches) {
            if (watch.silent(now)) {
                Silent reason = new Silent(watch.name(), watch.silence(now));
                return change(State.CAREFUL, limit * Math.exp(-seconds / CAREFUL_SECONDS), reason);
            }
        }
        if (state == State.CAREFUL) {
            watches.forEach(Watch::restart);
            return change(edgeKnown ? State.RETURNING : State.CLIMBING, limit, new Heard());
        }
        if (state == State.FALLING && now - cut < SETTLE_NANOS) {
            watches.forEach(Watch::restart);
            return Optional.empty();
        }
        for (Watch watch : watches) {
            if (watch.missed()) {
                return limit <= bottom ? endure(watch, seconds) : cut(watch);
            }
        }
        return grow(seconds, inUse >= USED * current());
    }

    /** There is nothing left to cut. How the foreground looks here is worth remembering: it shows when that is over. */
    private Optional<Change> endure(Watch watch, double seconds) {
        Missed reason = new Missed(watch.name(), watch.burnOfMiss(), current());
        edge = limit;
        edgeKnown = true;
        brokeAtTheFloor = true;
        cut = decided;
        watches.forEach(each -> each.body().learnEdge(seconds));
        watches.forEach(Watch::restart);
        return change(State.HOLDING, limit, reason);
    }

    private Optional<Change> cut(Watch watch) {
        double burn = watch.burnOfMiss();
        double slight = state == State.CLIMBING ? EDGE_AFTER_CLIMB : EDGE_AFTER_HOLD;
        double keep =
                watch.missedBadly() ? Math.max(DEEPEST_CUT, Math.min(LEAST_BAD_CUT, 1 / Math.sqrt(burn))) : slight;
        double next = clamp(limit * keep);
        // A miss on the heels of another is no news of this limit, but of a foreground that needs more than it did.
        boolean sameEpisode = edgeKnown && (decided - cut) / 1e9 < EPISODE_SECONDS;
        edge = clamp(sameEpisode ? next * EDGE_OF_EPISODE : limit * slight);
        edgeKnown = true;
        brokeAtTheFloor = next <= bottom;
        cut = decided;
        brokeInAQueue = watch.body().queues();
        if (climbsForTheQuiet && limit < WORTH_THE_CLIMB * brokeAt) {
            quietMisleads = OptionalLong.of(decided);
        }
        climbsForTheQuiet = false;
        brokeAt = limit;
        watches.forEach(Watch::restart);
        watches.forEach(each -> each.body().forgetEdge());
        return change(State.FALLING, next, new Missed(watch.name(), burn, current()));
    }

    private Optional<Change> grow(double seconds, boolean used) {
        double burn = worst(Watch::burn);
        return switch (state) {
            case HOLDING -> creep(seconds, used, burn);
            case CLIMBING -> used ? climb(seconds, burn) : Optional.empty();
            default -> used ? comeBack(seconds, burn) : change(State.RETURNING, limit, new Edge(edge, burn));
        };
    }

    private Optional<Change> comeBack(double seconds, double burn) {
        if (limit >= RETURNED * edge) {
            return change(State.HOLDING, limit, new Edge(edge, burn));
        }
        double next = limit + (edge - limit) * (1 - Math.exp(-seconds / RETURN_SECONDS));
        return change(State.RETURNING, next, new Edge(edge, burn));
    }

    private Optional<Change> creep(double seconds, boolean used, double burn) {
        if (looksBetter() > IMPROVED) {
            return change(State.CLIMBING, limit, new Improved());
        }
        if (queueIsGone() && burn < AIM) {
            climbsForTheQuiet = true;
            watches.forEach(watch -> watch.body().recallEdge());
            return change(State.CLIMBING, limit, new Improved());
        }
        if (brokeAtTheFloor && (decided - cut) / 1e9 > FORGOTTEN_SECONDS && burn < AIM) {
            return forgetTheFloor(burn);
        }
        watches.forEach(watch -> watch.body().learnEdge(seconds));
        double age = (decided - cut) / 1e9 / CREEP_DOUBLES_SECONDS;
        double rate = CREEP * (AIM - burn)
                - CREEP_BACK * Math.max(0, burn - 1)
                + CREEP * Math.max(0, AIM - worst(Watch::burnAtMost)) * age * age;
        double next = limit * Math.exp(Math.min(FASTEST_CREEP, rate) * seconds);
        if (next > limit && !used) {
            return Optional.empty();
        }
        edge = clamp(next);
        return change(State.HOLDING, next, new Edge(edge, burn));
    }

    /**
     * Whether the queue in which it broke is gone, though the limit is back near where it broke. Where a server has no queue
     * until it breaks, that says nothing: having climbed for it in vain, it does not believe it for a while.
     */
    private boolean queueIsGone() {
        return brokeInAQueue
                && (decided - cut) / 1e9 > QUIET_SECONDS
                && (quietMisleads.isEmpty() || (decided - quietMisleads.getAsLong()) / 1e9 > DISBELIEF_SECONDS)
                && watches.stream().allMatch(watch -> watch.body().quiet());
    }

    /** The background had nothing to do with that miss: where the edge is, is as unknown as it was. */
    private Optional<Change> forgetTheFloor(double burn) {
        brokeAtTheFloor = false;
        edge = bounds.ceiling();
        edgeKnown = false;
        watches.forEach(each -> each.body().forgetEdge());
        return change(State.CLIMBING, limit, new Headroom(burn));
    }

    private Optional<Change> climb(double seconds, double burn) {
        double rate = CLIMB;
        if (looksKnown()) {
            double better = looksBetter();
            if (better < 0) {
                // What is recent was seen on the way up, so this has come a little too far.
                edge = clamp(limit * EDGE_AFTER_LOOK);
                return change(State.HOLDING, edge, new Edge(edge, burn));
            }
            rate = better > LOOKS_FAR ? CLIMB_FAR : CLIMB;
        }
        double gas = Math.max(0, Math.min(1, 2 * (BRAKE_AT - burn)));
        return change(
                State.CLIMBING, limit + gas * seconds * Math.max(limit * rate, SLOWEST_CLIMB), new Headroom(burn));
    }

    private boolean looksKnown() {
        return watches.stream().anyMatch(watch -> watch.body().knowsEdge());
    }

    /** Of the signals that know how it looked at the edge, what the least hopeful says. */
    private double looksBetter() {
        double better = Double.POSITIVE_INFINITY;
        for (Watch watch : watches) {
            if (watch.body().knowsEdge()) {
                better = Math.min(better, watch.body().better());
            }
        }
        return better == Double.POSITIVE_INFINITY ? 0 : better;
    }

    private double worst(ToDoubleFunction<Watch> figure) {
        return watches.stream().mapToDouble(figure).max().orElseThrow();
    }

    private Optional<Change> change(State nextState, double next, Reason reason) {
        double from = current();
        State before = state;
        limit = clamp(next);
        state = nextState;
        return from == current() && before == nextState
                ? Optional.empty()
                : Optional.of(new Change(decided, from, current(), before, nextState, reason));
    }

    private double clamp(double wanted) {
        return Math.max(bottom, Math.min(bounds.ceiling(), wanted));
    }

    private Watch watch(String signal) {
        Watch watch = bySignal.get(signal);
        if (watch == null) {
            throw new IllegalArgumentException("No signal is named " + signal + "; there are " + bySignal.keySet());
        }
        return watch;
    }
}

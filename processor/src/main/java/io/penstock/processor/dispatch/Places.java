package io.penstock.processor.dispatch;

import io.penstock.governor.gate.Gate;
import io.penstock.governor.gate.Permit;
import io.penstock.governor.tier.Load;
import io.penstock.governor.tier.Terms;
import io.penstock.governor.tier.Tier;
import io.penstock.governor.tier.Tiers;
import io.penstock.governor.tier.Turn;
import io.penstock.processor.dispatch.Line.Entry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How many turns run at once: who finds no place waits in line, without a thread. The number can be changed at any time, and
 * may have a fraction, which is taken in turns: attempts that run go on, and the turn that they belong to waits in line again
 * when the next one would begin. If turns are of several tiers, {@link Tiers} says whose turn gets the next place, also
 * between two attempts of a turn that has one. Threads may share one.
 */
final class Places {
    private static final Step NOTHING = new Step.Nothing();

    private final int most;
    private final Timer timer;
    private final Gate gate;
    private final Map<Tier, Terms> terms;
    private final Optional<Tiers> tiers;
    private final Map<Tier, Line> lines = new EnumMap<>(Tier.class);

    private double limit;
    private int lost;
    private boolean closed;
    /** When the lines are looked at again, if {@link #timed}: nanoseconds. */
    private long lookAt;

    private boolean timed;
    /** Whether the limit is below what there is room for. */
    private volatile boolean limited;

    /** What starts when there is a place. */
    @FunctionalInterface
    interface Waiting {
        /** There is a place. Called by the thread that asked for the place, or gave one back: must not wait. */
        void start(Taken place);

        /** How much it matters. */
        default Rank rank() {
            return Rank.USUAL;
        }

        /**
         * What it runs is to make room for what matters more.
         *
         * @return whether it does; false: it runs nothing now
         */
        default boolean interrupt() {
            return false;
        }
    }

    private sealed interface Step {
        record Start(Waiting who, Taken place) implements Step {}

        record Interrupt(Waiting who) implements Step {}

        record Nothing() implements Step {}
    }

    /** For turns that all matter as much. */
    Places(int most, Timer timer) {
        this(most, timer, Map.of());
    }

    /**
     * @param most never more than so many
     * @param terms what each tier gets; empty: all turns are of one
     */
    Places(int most, Timer timer, Map<Tier, Terms> terms) {
        this.most = most;
        this.timer = timer;
        this.gate = new Gate(timer::nanos);
        this.terms = Map.copyOf(terms);
        this.tiers = terms.isEmpty() ? Optional.empty() : Optional.of(new Tiers(terms));
        for (Tier tier : Tier.values()) {
            lines.put(tier, new Line());
        }
        gate.limit(most);
        this.limit = most;
    }

    /** A place that is taken. */
    final class Taken {
        private final Waiting who;
        private final Tier tier;
        private Permit permit;
        private boolean free;
        private boolean mislaid;

        private Taken(Waiting who, Permit permit) {
            this.who = who;
            this.tier = who.rank().tier();
            this.permit = permit;
        }

        /** Gives it back, once. */
        void leave() {
            synchronized (Places.this) {
                if (mislaid) {
                    mislaid = false;
                    lost--;
                }
                vacate(this);
            }
            goOn();
        }

        /**
         * No more than there are places can be lost, so that handlers which never return cannot take all threads of the
         * machine.
         */
        void lose() {
            synchronized (Places.this) {
                if (free || lost >= most) {
                    return;
                }
                mislaid = true;
                lost++;
                vacate(this);
            }
            goOn();
        }

        /** Whether others may come first now: a guess that costs nothing. */
        boolean mayHaveToPass() {
            return limited || othersWait(tier);
        }

        /**
         * Lets others pass, if they come first now.
         *
         * @param again waits before all others of its tier then
         * @return whether the place is given back; false: it may be kept
         */
        boolean letPass(Waiting again) {
            return exchange(this, again);
        }
    }

    /** Starts it now, or when there is a place. */
    void enter(Waiting waiting) {
        synchronized (this) {
            if (!closed) {
                line(waiting.rank().tier()).add(new Entry(waiting, timer.nanos()));
            }
        }
        goOn();
    }

    /**
     * Takes back what waits in line.
     *
     * @return whether it did; false if it has started, or never came
     */
    synchronized boolean withdraw(Waiting waiting) {
        return line(waiting.rank().tier()).remove(waiting);
    }

    /** From now on so many, but never more than at first. */
    void limit(double places) {
        synchronized (this) {
            limit = Math.min(places, most);
            gate.limit(limit);
            limited = limit < most;
        }
        goOn();
    }

    /** Nothing starts any more. */
    synchronized void close() {
        closed = true;
        lines.values().forEach(Line::clear);
    }

    synchronized boolean isClosed() {
        return closed;
    }

    int taken() {
        return gate.running();
    }

    synchronized int waiting() {
        return lines.values().stream().mapToInt(Line::size).sum();
    }

    /** How a tier stands. */
    synchronized Load load(Tier tier) {
        return line(tier).load(timer.nanos());
    }

    synchronized int lost() {
        return lost;
    }

    private void vacate(Taken place) {
        if (!place.free) {
            place.free = true;
            place.permit.close();
            line(place.tier).ended(place);
        }
    }

    private boolean exchange(Taken place, Waiting again) {
        Step step;
        synchronized (this) {
            if (closed || place.free || !(place.permit.isOver() || othersWait(place.tier))) {
                return false;
            }
            vacate(place);
            line(place.tier).comeBack(new Entry(again, timer.nanos()));
            step = next();
            if (step instanceof Step.Start start && start.who() == again) {
                // It gets back the place that it had: it keeps the object that it knows.
                line(place.tier).replace(start.place(), place);
                place.permit = start.place().permit;
                place.free = false;
                return false;
            }
        }
        if (take(step)) {
            goOn();
        }
        return true;
    }

    private void goOn() {
        while (take(next())) {}
    }

    /** Outside of the lock: who starts, or ends, may come back at once. */
    private static boolean take(Step step) {
        if (step instanceof Step.Start start) {
            start.who().start(start.place());
            return true;
        }
        return step instanceof Step.Interrupt interrupt && interrupt.who().interrupt();
    }

    private synchronized Step next() {
        Optional<Tier> first = waitingTiers().findFirst();
        if (closed || first.isEmpty()) {
            return NOTHING;
        }
        long now = timer.nanos();
        Optional<Permit> permit = gate.acquire();
        if (permit.isEmpty()) {
            gate.nextTurn().ifPresent(this::lookIn);
            return makeRoom(now);
        }
        Tier tier = nextTier(first.get(), now);
        Line line = line(tier);
        Entry entry = line.next();
        Taken place = new Taken(entry.who(), permit.get());
        // Who had to wait for so long is not sent away again: nobody starves.
        boolean patient = terms.isEmpty() || now - entry.since() <= patience(tier);
        line.began(place, patient && entry.who().rank().interruptible());
        return new Step.Start(entry.who(), place);
    }

    private Tier nextTier(Tier first, long now) {
        int room = Math.max((int) Math.ceil(limit), gate.running());
        return tiers.filter(rule -> othersWait(first))
                .map(rule -> rule.next(room, loads(now), now))
                .filter(Turn.Start.class::isInstance)
                .map(turn -> ((Turn.Start) turn).tier())
                .orElse(first);
    }

    private Step makeRoom(long now) {
        Optional<Long> critical = line(Tier.CRITICAL).oldest();
        if (tiers.isEmpty() || critical.isEmpty() || lost >= most) {
            return NOTHING;
        }
        int room = Math.min((int) Math.ceil(limit), gate.running());
        if (tiers.get().next(room, loads(now), now) instanceof Turn.Preempt preempt) {
            return line(preempt.victim())
                    .youngest()
                    .<Step>map(place -> new Step.Interrupt(place.who))
                    .orElse(NOTHING);
        }
        long impatient = critical.get() + patience(Tier.CRITICAL) + 1 - now;
        if (impatient > 0) {
            lookIn(impatient);
        }
        return NOTHING;
    }

    private Map<Tier, Load> loads(long now) {
        Map<Tier, Load> loads = new EnumMap<>(Tier.class);
        lines.forEach((tier, line) -> loads.put(tier, line.load(now)));
        return loads;
    }

    private boolean othersWait(Tier tier) {
        return tiers.isPresent() && waitingTiers().anyMatch(other -> other != tier);
    }

    /** The most important first. Any thread may ask, and gets a guess. */
    private Stream<Tier> waitingTiers() {
        return lines.entrySet().stream().filter(line -> line.getValue().waits()).map(Map.Entry::getKey);
    }

    private Line line(Tier tier) {
        return Objects.requireNonNull(lines.get(tier));
    }

    private long patience(Tier tier) {
        return Optional.ofNullable(terms.get(tier))
                .map(its -> its.patience().toNanos())
                .orElse(Long.MAX_VALUE);
    }

    private void lookIn(long nanos) {
        long at = timer.nanos() + nanos;
        if (!timed || at - lookAt < 0) {
            timed = true;
            lookAt = at;
            timer.after(nanos, () -> timeCame(at));
        }
    }

    private void timeCame(long at) {
        boolean meant;
        synchronized (this) {
            // An earlier look may have been scheduled since.
            meant = timed && lookAt == at;
            timed &= !meant;
        }
        if (meant) {
            goOn();
        }
    }
}

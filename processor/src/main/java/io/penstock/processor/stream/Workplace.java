package io.penstock.processor.stream;

import io.penstock.processor.partition.Kept;
import io.penstock.processor.permit.FairPermits;
import io.penstock.processor.rate.Rates;
import io.penstock.processor.turn.RunningAttempt;
import io.penstock.processor.turn.Turn;
import io.penstock.processor.turn.TurnEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.apache.kafka.streams.processor.TaskId;

/**
 * What the partitions of a process share: who runs their turns, how much of them and how often, and what still runs of a partition that
 * is away. Attempts belong to the process: they go on while a partition leaves and comes back. Threads may share one.
 */
final class Workplace {
    private static final long LOOK_NANOS = 5_000_000;

    private final BiConsumer<String, Turn> workers;
    private final FairPermits permits;
    private final Rates rates = new Rates();
    private final Map<TaskId, Desk> desks = new HashMap<>();
    private final CommitRound commitRound = new CommitRound();

    /**
     * @param workers run turns; never wait
     * @param handedOut how many turns they may have at one time, those included that wait for a thread
     */
    Workplace(BiConsumer<String, Turn> workers, IntSupplier handedOut) {
        this.workers = workers;
        this.permits = new FairPermits(handedOut);
    }

    /** One partition's place, from its first assignment to this process until it has gone to another. */
    static final class Desk implements TurnEvent.Sink {
        private final Queue<TurnEvent> events = new ConcurrentLinkedQueue<>();
        private Kept kept = Kept.NOTHING;
        private boolean open;

        @Override
        public void post(TurnEvent event) {
            events.add(event);
        }

        /** What workers have told, in order. */
        Queue<TurnEvent> events() {
            return events;
        }
    }

    void hand(String job, Turn turn) {
        workers.accept(job, turn);
    }

    FairPermits permits() {
        return permits;
    }

    Rates rates() {
        return rates;
    }

    CommitRound commitRound() {
        return commitRound;
    }

    /** A partition was assigned. */
    synchronized Desk open(TaskId partition) {
        Desk desk = desks.computeIfAbsent(partition, absent -> new Desk());
        desk.open = true;
        return desk;
    }

    /** What was kept since the partition was here before: the caller's from now on. */
    synchronized Kept takeOver(Desk desk) {
        Kept kept = desk.kept;
        desk.kept = Kept.NOTHING;
        return kept;
    }

    /** A partition leaves; what runs of it goes on for the time being. */
    synchronized void leave(Desk desk, Kept kept) {
        desk.open = false;
        desk.kept = kept;
    }

    /** Waits until workers are done and what they have told is taken, but not for longer than the grace. */
    void awaitQuiet(BooleanSupplier done, Duration grace) {
        long end = System.nanoTime() + grace.toNanos();
        while (System.nanoTime() - end < 0 && !(done.getAsBoolean() && allTaken())) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private synchronized boolean allTaken() {
        return desks.values().stream().allMatch(desk -> desk.events.isEmpty() || !desk.open);
    }

    /** The assignment is final: what runs for partitions that are not here ends. */
    void settled() {
        List<RunningAttempt> orphans = new ArrayList<>();
        synchronized (this) {
            desks.values().removeIf(desk -> {
                if (!desk.open) {
                    orphans.addAll(desk.kept.running());
                }
                return !desk.open;
            });
        }
        orphans.forEach(RunningAttempt::revoke);
    }
}

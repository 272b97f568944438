package io.penstock.processor.partition;

import io.penstock.processor.admission.AdmissionPolicy;
import io.penstock.processor.lane.ReadyLanes;
import io.penstock.processor.lane.ReadyLanes.Ready;
import io.penstock.processor.outcome.Breaker;
import io.penstock.processor.outcome.Escalation;
import io.penstock.processor.outcome.SettlementPolicy;
import io.penstock.processor.rate.Pace;
import io.penstock.processor.rate.Token;
import io.penstock.processor.task.Allowance;
import io.penstock.settings.WorkSettings;
import io.penstock.settings.WorkSettings.Budget;
import io.penstock.settings.WorkSettings.Tier;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A queued job in one partition. For use by one thread. */
final class QueuedJob {
    /** Tasks that a worker gets at once: at a millisecond each it has enough until the stream thread looks again. */
    private static final int LOOK_AHEAD = 24;
    /** How long a worker has enough for when no other lane waits: longer than a commit may take. */
    private static final long SUPPLY_MILLIS = 500;
    /** The part that the newest attempt has in how long one takes. */
    private static final double NEWEST = 0.1;

    private final String name;
    private final JobPolicy policy;
    private final QueuePolicy queue;
    private final ReadyLanes ready;
    private final Pace pace;
    private final Optional<Breaker> breaker;
    private final Optional<Escalation> escalation;
    private final Allowance.Bounds bounds;
    private double attemptMillis;
    private boolean paused;
    private int handedOut;
    private boolean lacksPermit;
    /** By group of lanes that share a shard key: how many of them run. */
    private final Map<Long, Integer> running = new HashMap<>();

    QueuedJob(String name, JobPolicy policy, QueuePolicy queue, ReadyLanes ready, Pace pace) {
        this.name = name;
        this.policy = policy;
        this.queue = queue;
        this.ready = ready;
        this.pace = pace;
        WorkSettings work = queue.work();
        this.bounds = bounds(work.limits().budget());
        this.breaker = work.breaker()
                .map(set -> new Breaker(new Breaker.Policy(
                        set.failures(), set.window(), set.pause().toMillis())));
        this.escalation = work.escalation()
                .map(set -> new Escalation(
                        new Escalation.Policy(set.deadLetters(), set.per().toMillis(), set.to())));
    }

    private static Allowance.Bounds bounds(Budget budget) {
        return new Allowance.Bounds(
                budget.operations(),
                budget.documentsRead(),
                budget.documentsWritten(),
                budget.bytesRead(),
                budget.bytesWritten(),
                budget.time().map(time -> OptionalLong.of(time.toNanos())).orElse(OptionalLong.empty()));
    }

    String name() {
        return name;
    }

    AdmissionPolicy admission() {
        return policy.admission();
    }

    SettlementPolicy settlement() {
        return policy.settlement();
    }

    QueuePolicy queue() {
        return queue;
    }

    WorkSettings work() {
        return queue.work();
    }

    Tier tier() {
        return queue.work().schedule().tier();
    }

    /** How many of its lanes are with workers, or about to be. */
    int handedOut() {
        return handedOut;
    }

    void handedOut(int turns) {
        handedOut = turns;
    }

    /** Whether it would have handed out more. */
    boolean lacksPermit() {
        return lacksPermit;
    }

    void lacksPermit(boolean is) {
        lacksPermit = is;
    }

    /** The lane that comes next; it may have been removed meanwhile. */
    Optional<Ready> nextReady() {
        return ready.poll(group -> running.getOrDefault(group, 0));
    }

    /** Lanes of a group begin, or end, to run. */
    void runs(long group, int more) {
        int now = running.getOrDefault(group, 0) + more;
        if (now == 0) {
            running.remove(group);
        } else {
            running.put(group, now);
        }
    }

    ReadyLanes ready() {
        return ready;
    }

    Optional<Breaker> breaker() {
        return breaker;
    }

    Optional<Escalation> escalation() {
        return escalation;
    }

    /** What a task may cost the database. */
    Allowance.Bounds bounds() {
        return bounds;
    }

    /** Whether an operator has paused it. */
    boolean paused() {
        return paused;
    }

    void paused(boolean is) {
        paused = is;
    }

    /** Whether a lane may start now. Who has one and must wait for the job's rate stands in line for it then. */
    boolean mayStart(long now) {
        // Queueing for a token without work would block other partitions.
        boolean hasMore = pace.limits() ? ready.hasMore() : ready.mayHaveMore();
        if (!paused && hasMore && breaker.map(it -> it.permits(now)).orElse(true)) {
            return pace.permits(now);
        }
        pace.forgo();
        return false;
    }

    /**
     * The leave to begin an attempt; empty if the job's rate does not give it now.
     *
     * @param anyway whether it begins in any case, and others later
     */
    Optional<Token> token(boolean anyway, long now) {
        return anyway ? Optional.of(pace.force(now)) : pace.take(now);
    }

    /** When time has to pass for a lane to start: milliseconds since 1970; {@link Long#MAX_VALUE}: never. */
    long nextStart() {
        return Math.min(breaker.map(Breaker::nextProbe).orElse(Long.MAX_VALUE), pace.next());
    }

    /** An attempt has taken so long, in milliseconds. */
    void took(long millis) {
        attemptMillis += NEWEST * (millis - attemptMillis);
    }

    /** Whether its attempts took less than so long lately, in milliseconds. */
    boolean takesLessThan(long millis) {
        return attemptMillis < millis;
    }

    /** Whether something has to be looked at, or committed, before each task. */
    boolean goesOneByOne() {
        return policy.admission().once()
                || queue.startsCommitted()
                || pace.limits()
                || breaker.map(Breaker::probes).orElse(false);
    }

    /**
     * How many tasks of a lane go to a worker at once.
     *
     * @param quantum how long they may take together if other lanes wait, in milliseconds
     */
    int lookAhead(boolean othersWait, long quantum) {
        long time = othersWait ? quantum : SUPPLY_MILLIS;
        long tasks = Math.round(time / Math.max(1, attemptMillis));
        return (int) Math.max(othersWait ? 1 : 2, Math.min(tasks, LOOK_AHEAD));
    }
}

package io.penstock.processor.partition;

import io.penstock.processor.admission.AdmissionPolicy;
import io.penstock.processor.lane.ReadyLanes;
import io.penstock.processor.outcome.Breaker;
import io.penstock.processor.outcome.Escalation;
import io.penstock.processor.outcome.SettlementPolicy;
import io.penstock.settings.WorkSettings;
import java.util.Optional;

/** A queued job in one partition. For use by one thread. */
final class QueuedJob {
    /** Tasks that a worker gets at once: at a millisecond each it has enough until the stream thread looks again. */
    private static final int LOOK_AHEAD = 24;

    private final String name;
    private final JobPolicy policy;
    private final QueuePolicy queue;
    private final ReadyLanes ready;
    private final Optional<Breaker> breaker;
    private final Optional<Escalation> escalation;

    QueuedJob(String name, JobPolicy policy, QueuePolicy queue, ReadyLanes ready) {
        this.name = name;
        this.policy = policy;
        this.queue = queue;
        this.ready = ready;
        WorkSettings work = queue.work();
        this.breaker = work.breaker()
                .map(set -> new Breaker(new Breaker.Policy(
                        set.failures(), set.window(), set.pause().toMillis())));
        this.escalation = work.escalation()
                .map(set -> new Escalation(
                        new Escalation.Policy(set.deadLetters(), set.per().toMillis(), set.to())));
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

    ReadyLanes ready() {
        return ready;
    }

    Optional<Breaker> breaker() {
        return breaker;
    }

    Optional<Escalation> escalation() {
        return escalation;
    }

    boolean mayStart(long now) {
        return ready.mayHaveMore() && breaker.map(it -> it.permits(now)).orElse(true);
    }

    /** How many tasks of a lane go to a worker at once. */
    int lookAhead() {
        boolean oneByOne = policy.admission().once()
                || queue.startsCommitted()
                || breaker.map(Breaker::probes).orElse(false);
        return oneByOne ? 1 : LOOK_AHEAD;
    }
}

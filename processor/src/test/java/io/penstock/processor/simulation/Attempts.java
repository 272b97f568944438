package io.penstock.processor.simulation;

import static io.penstock.processor.simulation.Checker.require;

import io.penstock.processor.task.Output;
import io.penstock.records.DeadLetterReason;
import io.penstock.records.TaskEventKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What becomes of attempts that had to make room, and of the checkpoints that tasks have. */
final class Attempts {
    private final int most;
    /** How often, whatever was rolled back: numbers are used up all the same. */
    private final Map<Identity, Integer> preempted = new HashMap<>();

    private Set<Identity> checkpointed = new HashSet<>();
    private Set<Identity> committedCheckpoints = new HashSet<>();

    /**
     * @param most attempts at a task that may fail
     */
    Attempts(int most) {
        this.most = most;
    }

    void preempted(Identity identity) {
        preempted.merge(identity, 1, Integer::sum);
    }

    boolean wasPreempted(Identity identity) {
        return preempted.containsKey(identity);
    }

    int preemptions(Identity identity) {
        return preempted.getOrDefault(identity, 0);
    }

    /** The owner has kept a checkpoint of the task. */
    void checkpointed(Identity identity) {
        checkpointed.add(identity);
    }

    /** The task came to an end, and what it had goes. */
    void over(Identity identity) {
        checkpointed.remove(identity);
    }

    void forgotten(String taskId) {
        checkpointed.removeIf(identity -> identity.taskId().equals(taskId));
    }

    void committed() {
        committedCheckpoints = new HashSet<>(checkpointed);
    }

    void rolledBack() {
        checkpointed = new HashSet<>(committedCheckpoints);
    }

    /** The owner's attempt at the task begins. */
    void begins(Identity identity, boolean withCheckpoint) {
        require(withCheckpoint || !checkpointed.contains(identity), "%s begins without its checkpoint", identity);
    }

    /** Who is given up since it failed too often has failed as often as it may: what had to make room has not failed. */
    void atTheEnd(List<Output> outputs) {
        Map<Identity, Integer> failed = new HashMap<>();
        for (Output output : outputs) {
            if (output instanceof Output.Event event && event.kind() == TaskEventKind.RETRY_SCHEDULED) {
                failed.merge(Identity.of(event.task()), 1, Integer::sum);
            } else if (output instanceof Output.Result result) {
                failed.remove(Identity.of(result.task()));
            } else if (output instanceof Output.Event event && event.kind() == TaskEventKind.COMPENSATED) {
                failed.remove(Identity.of(event.task()));
            } else if (output instanceof Output.LostTask lost) {
                Identity identity = Identity.of(lost.task());
                int before = failed.getOrDefault(identity, 0);
                boolean exhausted = lost.failure().reason() == DeadLetterReason.ATTEMPTS_EXHAUSTED;
                require(!exhausted || before == most - 1, "%s is given up after %d failures", identity, before + 1);
                failed.remove(identity);
            }
        }
    }
}

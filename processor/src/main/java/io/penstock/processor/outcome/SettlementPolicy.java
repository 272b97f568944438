package io.penstock.processor.outcome;

import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Failure;
import io.penstock.processor.task.Raw;
import io.penstock.records.DeadLetterReason;

/**
 * Decides what becomes of a task after an attempt.
 *
 * @param maxAttempts how often a task is tried before it is given up
 * @param maxResultBytes the largest result that the topic takes
 */
public record SettlementPolicy(int maxAttempts, int maxResultBytes) {
    /**
     * Decides.
     *
     * @param attempts attempts made so far, the one that ended included
     */
    public Settlement settle(Completion completion, int attempts) {
        if (completion instanceof Completion.Succeeded succeeded) {
            return finish(succeeded.result());
        }
        if (completion instanceof Completion.Refused refused) {
            return new Settlement.Bury(refused.failure());
        }
        Completion.Retry retry = (Completion.Retry) completion;
        return attempts < maxAttempts ? new Settlement.Requeue() : new Settlement.Bury(retry.failure());
    }

    private Settlement finish(Raw result) {
        if (result.size() <= maxResultBytes) {
            return new Settlement.Finish(result);
        }
        return new Settlement.Bury(new Failure(
                DeadLetterReason.RESULT_TOO_LARGE,
                SettlementPolicy.class.getName(),
                "The handler succeeded, but its result has %,d bytes and the topic takes %,d."
                        .formatted(result.size(), maxResultBytes)));
    }
}

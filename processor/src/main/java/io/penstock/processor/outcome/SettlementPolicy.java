package io.penstock.processor.outcome;

import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Failure;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.Raw;
import io.penstock.records.DeadLetterReason;
import java.time.Duration;

/**
 * Decides what becomes of a task after an attempt.
 *
 * @param retry when it is tried again
 * @param maxResultBytes the largest result that the topic takes, of a task whose ids are not long
 */
public record SettlementPolicy(RetryPolicy retry, int maxResultBytes) {
    /** What ids may take in the record of a result before its value has to make room for them. */
    private static final int ROOM_FOR_IDS = 8 * 1024;

    private static final Duration LONGEST = Duration.ofDays(36_500);

    /**
     * Decides.
     *
     * @param task what was attempted
     * @param attempts attempts made so far, the one that ended included
     * @param salt what chance is taken from
     */
    public Settlement settle(Completion completion, PendingTask task, int attempts, long salt) {
        if (completion instanceof Completion.Succeeded succeeded) {
            return finish(succeeded.result(), maxResultBytes - Math.max(0, task.resultIdsSize() - ROOM_FOR_IDS));
        }
        if (completion instanceof Completion.Refused refused) {
            return new Settlement.Bury(refused.failure());
        }
        Completion.Retry again = (Completion.Retry) completion;
        return attempts < retry.maxAttempts()
                ? new Settlement.Requeue(
                        again.after().map(SettlementPolicy::millis).orElseGet(() -> retry.pause(attempts, salt)))
                : new Settlement.Bury(again.failure());
    }

    /** A handler, or an endpoint, may ask for any pause: bounded, so that no sum overflows. */
    private static long millis(Duration pause) {
        Duration bounded = pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
        return bounded.isNegative() ? 0 : bounded.toMillis();
    }

    private static Settlement finish(Raw result, int most) {
        if (result.size() <= most) {
            return new Settlement.Finish(result);
        }
        return new Settlement.Bury(new Failure(
                DeadLetterReason.RESULT_TOO_LARGE,
                SettlementPolicy.class.getName(),
                "The handler succeeded, but its result has %,d bytes and the topic takes %,d."
                        .formatted(result.size(), most)));
    }
}

package io.penstock.processor.outcome;

import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Failure;
import io.penstock.processor.task.Raw;
import io.penstock.records.DeadLetterReason;
import java.time.Duration;

/**
 * Decides what becomes of a task after an attempt.
 *
 * @param retry when it is tried again
 * @param maxResultBytes the largest result that the topic takes
 */
public record SettlementPolicy(RetryPolicy retry, int maxResultBytes) {
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /**
     * Decides.
     *
     * @param attempts attempts made so far, the one that ended included
     * @param salt what chance is taken from
     */
    public Settlement settle(Completion completion, int attempts, long salt) {
        if (completion instanceof Completion.Succeeded succeeded) {
            return finish(succeeded.result());
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

package io.penstock.processor.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Failure;
import io.penstock.processor.testing.Tasks;
import io.penstock.records.DeadLetterReason;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettlementPolicyTest {
    private static Settlement after(Duration pause) {
        Failure failure = new Failure(DeadLetterReason.ATTEMPTS_EXHAUSTED, "test", "not now");
        return new SettlementPolicy(RetryPolicy.atOnce(2), 100)
                .settle(new Completion.Retry(Optional.of(pause), failure), Tasks.of("{}"), 1, 0);
    }

    @Test
    void shouldBoundThePauseThatAHandlerAsksFor() {
        assertThat(after(Duration.ofSeconds(Long.MAX_VALUE)))
                .isEqualTo(new Settlement.Requeue(Duration.ofDays(36_500).toMillis()));
        assertThat(after(Duration.ofSeconds(Long.MIN_VALUE))).isEqualTo(new Settlement.Requeue(0));
    }
}

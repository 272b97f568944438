package io.penstock.processor.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.intake.UnreadablePositionException;
import io.penstock.processor.partition.StrandedTasksException;
import io.penstock.processor.task.Origin;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class ThreadFailuresTest {
    private Instant now = Instant.EPOCH;
    private final ThreadFailures failures = new ThreadFailures(() -> now);

    @Test
    void whatEndsAllThreadsOfAProcess_countsOnce() {
        for (int thread = 0; thread < 32; thread++) {
            assertThat(failures.tolerates(new IllegalStateException("the broker is away")))
                    .isTrue();
        }
        now = now.plus(Duration.ofSeconds(20));

        assertThat(failures.tolerates(new IllegalStateException("once more"))).isTrue();
    }

    @Test
    void whatDoesNotPass_isForWhoeverSupervisesTheProcess() {
        for (int time = 0; time < 10; time++) {
            assertThat(failures.tolerates(new IllegalStateException("again"))).isTrue();
            now = now.plus(Duration.ofSeconds(2));
        }

        assertThat(failures.tolerates(new IllegalStateException("again"))).isFalse();
    }

    @Test
    void whatComesNowAndThen_isTolerated() {
        for (int time = 0; time < 100; time++) {
            assertThat(failures.tolerates(new IllegalStateException("again"))).isTrue();
            now = now.plus(Duration.ofMinutes(1));
        }
    }

    @Test
    void anErrorOfTheVirtualMachine_isNot() {
        assertThat(failures.tolerates(new OutOfMemoryError())).isFalse();
    }

    @Test
    void aRefusalToWork_isNot_andIsWhatIsToldOfIt() {
        StrandedTasksException refusal = new StrandedTasksException("copy", "2 tasks are");
        StreamsException failure = new StreamsException("Exception caught in process", refusal);

        assertThat(failures.tolerates(failure)).isFalse();
        assertThat(ThreadFailures.reason(failure)).isSameAs(refusal);
        IllegalStateException other = new IllegalStateException("another", new IllegalArgumentException("cause"));
        assertThat(ThreadFailures.reason(other)).isSameAs(other);
    }

    @Test
    void whatThisVersionCannotRead_isNoFailureOfAThread() {
        Origin origin = new Origin("penstock.shop.orders", 0, 7, 0);
        UnreadablePositionException unreadable = new UnreadablePositionException(origin, "it has format 2");
        StreamsException failure = new StreamsException("Exception caught in process", unreadable);

        assertThat(failures.tolerates(failure)).isFalse();
        assertThat(ThreadFailures.reason(failure)).isSameAs(unreadable).hasMessageContaining("offset 7 of");
    }
}

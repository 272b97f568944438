package io.penstock.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ThroughputTest {
    @Test
    void shouldLeaveOutTheWarmUp() {
        Throughput throughput = new Throughput(100, 1_000);
        throughput.note(seconds(50), 20);
        throughput.note(seconds(60), 100);
        throughput.note(seconds(61), 700);
        throughput.note(seconds(62), 1_000);
        assertThat(throughput.perSecond()).isEqualTo(450);
    }

    @Test
    void shouldCountFromWhatWasSeen_whenTheWarmUpEndsBetweenTwoLooks() {
        Throughput throughput = new Throughput(100, 1_000);
        throughput.note(seconds(1), 300);
        throughput.note(seconds(2), 1_000);
        assertThat(throughput.perSecond()).isEqualTo(700);
    }

    @Test
    void shouldEndWithTheLook_thatSawTheLastOne_andNoLater() {
        Throughput throughput = new Throughput(0, 10);
        throughput.note(seconds(0), 0);
        throughput.note(seconds(1), 5);
        throughput.note(seconds(2), 10);
        throughput.note(seconds(9), 10);
        assertThat(throughput.complete()).isTrue();
        assertThat(throughput.perSecond()).isEqualTo(5);
    }

    @Test
    void shouldRefuseMoreThanThereIs() {
        Throughput throughput = new Throughput(0, 10);
        assertThatIllegalStateException()
                .isThrownBy(() -> throughput.note(seconds(1), 11))
                .withMessageContaining("11 were done");
    }

    @Test
    void shouldSayNothing_beforeItIsComplete_orIfAllCameAtOnce() {
        Throughput half = new Throughput(0, 10);
        half.note(seconds(1), 5);
        assertThatIllegalStateException().isThrownBy(half::perSecond);

        Throughput atOnce = new Throughput(0, 10);
        atOnce.note(seconds(1), 10);
        assertThatIllegalStateException().isThrownBy(atOnce::perSecond);
    }

    @Test
    void shouldRefuseAWarmUpThatLeavesNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Throughput(10, 10));
    }

    private static long seconds(int seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}

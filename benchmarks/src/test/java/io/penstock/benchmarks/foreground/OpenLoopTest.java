package io.penstock.benchmarks.foreground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
    private static final double STALL_MILLIS = 200;

    private final long seed = Long.getLong("penstock.seed", System.nanoTime());

    @Test
    void whoWouldHaveComeDuringAStall_hasWaitedForItsEnd() {
        System.out.println("penstock.seed=" + seed);
        AtomicInteger arrivals = new AtomicInteger();
        CountDownLatch stall = new CountDownLatch(1);
        try (LatencyLog log = new LatencyLog();
                OpenLoop load = new OpenLoop(
                        1_000,
                        seed,
                        1,
                        chance -> {
                            if (arrivals.getAndIncrement() == 0) {
                                stallFor(stall);
                            }
                        },
                        log)) {
            load.start();

            await().atMost(Duration.ofMinutes(2)).until(() -> log.sum().count() > 1_000);
            Latencies latencies = log.sum();
            assertThat(latencies.max()).isGreaterThanOrEqualTo(STALL_MILLIS);
            // One latency alone would be no 99th percentile: some two hundred have waited.
            assertThat(latencies.p99()).isGreaterThanOrEqualTo(STALL_MILLIS / 10);
        }
    }

    private static void stallFor(CountDownLatch never) {
        try {
            assertThat(never.await((long) STALL_MILLIS, TimeUnit.MILLISECONDS)).isFalse();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

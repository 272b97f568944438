package io.penstock.benchmarks.foreground;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LatencyLogTest {
    private static final long MILLI = 1_000_000;

    private final LatencyLog log = new LatencyLog();

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void whatWasBeforeTheMeasurementIsSeenAndNotCounted() {
        log.begin();
        log.add(80 * MILLI);
        log.measure();
        log.add(2 * MILLI);
        log.add(4 * MILLI);

        Latencies sum = log.sum();

        assertThat(sum.count()).isEqualTo(2);
        assertThat(sum.max()).isBetween(3.9, 4.1);
        assertThat(sum.seconds().stream().mapToLong(Latencies.Second::count).sum())
                .isEqualTo(3);
    }

    @Test
    void aRunThatBeginsKnowsNothingOfTheOneBefore() {
        log.add(80 * MILLI);
        log.begin();

        assertThat(log.sum()).isEqualTo(new Latencies(0, 0, 0, 0, 0, List.of()));
    }
}

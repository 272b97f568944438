package io.penstock.benchmarks.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.penstock.benchmarks.model.ServiceModel.ServiceTimes;
import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In virtual time, against what is known of such servers. */
class ServiceModelTest {
    private static final double MILLI = 1e6;
    private static final double QUANTILE_99 = 2.3263;

    private final long seed = Long.getLong("penstock.seed", System.nanoTime());
    private final ServiceTimes times = new ServiceTimes(32, MILLI, 0.5);
    private final ServiceModel model = new ServiceModel(times, seed);

    @BeforeEach
    void tellSeed() {
        System.out.println("penstock.seed=" + seed);
    }

    @Test
    void withHardlyAnyLoadAnOperationTakesWhatItsServiceTakes() {
        double[] latencies = openLoop(0.05 * times.capacity(), 200_000);

        assertThat(quantile(latencies, 0.5)).isCloseTo(MILLI, within(0.02 * MILLI));
        assertThat(quantile(latencies, 0.99)).isCloseTo(MILLI * Math.exp(0.5 * QUANTILE_99), within(0.1 * MILLI));
    }

    @Test
    void atTwoFifthsOfItsCapacityNobodyWaitsToSpeakOf() {
        double[] latencies = openLoop(0.4 * times.capacity(), 200_000);

        assertThat(quantile(latencies, 0.99)).isCloseTo(MILLI * Math.exp(0.5 * QUANTILE_99), within(0.15 * MILLI));
    }

    @Test
    void saturatedItDoesItsCapacityAndAllWaitForAllBeforeThem() {
        int clients = 256;
        int operations = 400_000;
        PriorityQueue<Long> ends = new PriorityQueue<>();
        for (int client = 0; client < clients; client++) {
            ends.add(model.arrive(0, 1));
        }
        long last = 0;
        double waited = 0;
        for (int operation = 0; operation < operations; operation++) {
            last = ends.remove();
            long end = model.arrive(last, 1);
            waited += end - last;
            ends.add(end);
        }

        assertThat(operations / (last / 1e9)).isCloseTo(times.capacity(), within(0.02 * times.capacity()));
        // Little's law: those who are there are as many as arrive in the time that one stays.
        assertThat(waited / operations / 1e9 * times.capacity()).isCloseTo(clients, within(0.03 * clients));
    }

    @Test
    void whatArrivesTogetherEndsWithTheLastOfIt() {
        ServiceModel even = new ServiceModel(new ServiceTimes(4, 100, 0), seed);

        assertThat(even.arrive(1_000, 4)).isEqualTo(1_100);
        assertThat(even.arrive(1_050, 5)).isEqualTo(1_300);
        assertThat(even.operations()).isEqualTo(9);
    }

    private double[] openLoop(double perSecond, int operations) {
        SplittableRandom random = new SplittableRandom(seed + 1);
        double[] latencies = new double[operations];
        double now = 0;
        for (int operation = 0; operation < operations; operation++) {
            now -= Math.log1p(-random.nextDouble()) / perSecond * 1e9;
            latencies[operation] = model.arrive((long) now, 1) - (long) now;
        }
        return latencies;
    }

    private static double quantile(double[] latencies, double quantile) {
        double[] sorted = latencies.clone();
        Arrays.sort(sorted);
        return sorted[(int) (quantile * sorted.length)];
    }
}

package io.penstock.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ZipfTest {
    private static final int DRAWS = 200_000;

    @Test
    void drawsEachAsOftenAsItsRankSays() {
        double[] share = shares(new Zipf(100, 1.0));

        double harmonic = 0;
        for (int k = 1; k <= 100; k++) {
            harmonic += 1.0 / k;
        }
        assertThat(share[0]).isCloseTo(1 / harmonic, within(0.01));
        assertThat(share[1]).isCloseTo(1 / harmonic / 2, within(0.01));
        assertThat(share[9]).isCloseTo(1 / harmonic / 10, within(0.005));
        assertThat(share[99]).isPositive();
    }

    @Test
    void withoutSkewAllAreAlike() {
        for (double share : shares(new Zipf(4, 0))) {
            assertThat(share).isCloseTo(0.25, within(0.01));
        }
    }

    @Test
    void ofOneThereIsNoChoice() {
        assertThat(new Zipf(1, 1).draw(new Random(7))).isZero();
    }

    private static double[] shares(Zipf zipf) {
        RandomGenerator random = new Random(42);
        double[] share = new double[100];
        for (int i = 0; i < DRAWS; i++) {
            share[zipf.draw(random)] += 1.0 / DRAWS;
        }
        return Arrays.copyOf(
                share, (int) Arrays.stream(share).filter(s -> s > 0).count());
    }
}

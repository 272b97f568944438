package io.penstock.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final Pace pace = new Pace(100, Duration.ofSeconds(4));

    @Test
    void growsToTheFullRate() {
        assertThat(pace.due(0)).isZero();
        assertThat(pace.due(50)).as("half the rate, on average a quarter of it").isEqualTo(Duration.ofSeconds(2));
        assertThat(pace.due(200)).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void staysThere() {
        assertThat(pace.due(300)).isEqualTo(Duration.ofSeconds(5));
        assertThat(pace.due(301).minus(pace.due(300))).isEqualTo(Duration.ofMillis(10));
    }

    @Test
    void withoutGrowthItIsEvenFromTheBeginning() {
        assertThat(new Pace(100, Duration.ZERO).due(100)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aColdStartTakesLongerTheHigherTheRate() {
        assertThat(Pace.ofColdStart(50).growing()).isEqualTo(Duration.ofSeconds(5));
        assertThat(Pace.ofColdStart(600).growing()).isEqualTo(Duration.ofSeconds(10));
        assertThat(Pace.ofColdStart(10_000).growing()).isEqualTo(Duration.ofSeconds(30));
    }
}

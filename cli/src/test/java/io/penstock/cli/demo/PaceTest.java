package io.penstock.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Duration NOTHING = Duration.ZERO;
    private static final Instant BEGINNING = Instant.EPOCH;

    @Test
    void withoutGrowthItIsEvenFromTheBeginning() {
        Pace pace = begun(Pace.even(100));
        assertThat(pace.next(1)).isEqualTo(new Pace.Turn(0, BEGINNING));
        assertThat(pace.next(4)).isEqualTo(new Pace.Turn(1, BEGINNING.plusMillis(10)));
        assertThat(pace.next(1)).isEqualTo(new Pace.Turn(5, BEGINNING.plusMillis(50)));
    }

    @Test
    void aColdStartGrowsToTheFullRate_andStaysThere() {
        Pace pace = begun(Pace.ofColdStart(600));
        assertThat(secondsUntil(pace, 3_000))
                .as("ten seconds, on average at half the rate")
                .isCloseTo(10, within(0.02));
        assertThat(pace.rate()).isEqualTo(600);
        assertThat(secondsUntil(pace, 600)).isCloseTo(11, within(0.02));
    }

    @Test
    void aLowRateTakesFiveSecondsToReach() {
        Pace pace = begun(Pace.ofColdStart(50));
        assertThat(secondsUntil(pace, 125)).isCloseTo(5, within(0.1));
        assertThat(pace.rate()).isCloseTo(50, within(0.5));
    }

    @Test
    void itStandsStillWhileResultsAreBehind_andFallsWhileTheyAreFarBehind() {
        Pace pace = begun(Pace.ofColdStart(600));
        secondsUntil(pace, 1_000);
        double reached = pace.rate();
        assertThat(pace.heed(Duration.ofMillis(600), BEGINNING)).isFalse();
        secondsUntil(pace, 100);
        assertThat(pace.rate()).isEqualTo(reached);

        pace.heed(Duration.ofSeconds(3), BEGINNING);
        assertThat(pace.rate()).isCloseTo(0.95 * reached, within(1.0));
        IntStream.range(0, 1_000).forEach(i -> pace.heed(Duration.ofSeconds(3), BEGINNING));
        assertThat(pace.rate()).as("what does nothing does not get warm").isEqualTo(30);

        pace.heed(NOTHING, BEGINNING);
        secondsUntil(pace, 5_000);
        assertThat(pace.rate()).isEqualTo(600);
    }

    @Test
    void theStartIsOverWhenResultsHaveKeptUpWithTheFullRate() {
        Pace pace = begun(Pace.ofColdStart(600));
        secondsUntil(pace, 4_000);
        assertThat(pace.heed(Duration.ofMillis(250), BEGINNING.plusSeconds(10))).isFalse();
        assertThat(pace.heed(Duration.ofMillis(300), BEGINNING.plusSeconds(12)))
                .as("kept up for three seconds without a break")
                .isFalse();
        assertThat(pace.heed(Duration.ofMillis(250), BEGINNING.plusSeconds(13))).isFalse();
        assertThat(pace.heed(Duration.ofMillis(250), BEGINNING.plusSeconds(15))).isFalse();
        assertThat(pace.heed(NOTHING, BEGINNING.plusSeconds(16))).isTrue();
        assertThat(pace.heed(Duration.ofSeconds(9), BEGINNING.plusSeconds(17)))
                .as("an open loop from then on")
                .isTrue();
        assertThat(pace.rate()).isEqualTo(600);
    }

    @Test
    void afterAMinuteItIsOverWhateverIsBehind() {
        Pace pace = begun(Pace.ofColdStart(600));
        secondsUntil(pace, 1_000);
        assertThat(pace.heed(Duration.ofSeconds(9), BEGINNING.plusSeconds(60))).isFalse();
        assertThat(pace.heed(Duration.ofSeconds(9), BEGINNING.plusSeconds(61))).isTrue();
        assertThat(pace.rate()).isEqualTo(600);
    }

    private static Pace begun(Pace pace) {
        pace.begin(BEGINNING);
        return pace;
    }

    /** When the write is due that comes after so many more. */
    private static double secondsUntil(Pace pace, int writes) {
        IntStream.range(0, writes).forEach(i -> pace.next(1));
        return Duration.between(BEGINNING, pace.next(1).due()).toNanos() / 1e9;
    }
}

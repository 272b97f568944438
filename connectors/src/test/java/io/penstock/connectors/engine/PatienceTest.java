package io.penstock.connectors.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final Failure PASSING = new Failure.Passing("MongoDB", "it is away");
    private static final Failure UNKNOWN = new Failure.Unknown("never heard of");

    private final Patience patience = new Patience(new SplittableRandom(1));

    @Test
    void should_try_again_what_is_not_known_to_pass_however_often_something_else_has_passed() {
        for (int attempt = 0; attempt < 20; attempt++) {
            assertThat(patience.pauseAfter(PASSING, Duration.ZERO)).isPresent();
        }

        for (int attempt = 0; attempt < 5; attempt++) {
            assertThat(patience.pauseAfter(UNKNOWN, Duration.ZERO)).isPresent();
        }
    }

    @Test
    void should_give_up_at_the_sixth_unknown_failure_in_a_row() {
        for (int attempt = 0; attempt < 5; attempt++) {
            assertThat(patience.pauseAfter(UNKNOWN, Duration.ofSeconds(1))).isPresent();
        }

        assertThat(patience.pauseAfter(UNKNOWN, Duration.ofSeconds(1))).isEmpty();
    }

    @Test
    void should_begin_anew_after_good_health() {
        for (int attempt = 0; attempt < 20; attempt++) {
            assertThat(patience.pauseAfter(UNKNOWN, Duration.ofMinutes(1)))
                    .hasValueSatisfying(pause -> assertThat(pause).isLessThanOrEqualTo(Duration.ofMillis(250)));
        }
    }

    @Test
    void should_give_up_at_once_what_only_a_person_can_mend() {
        assertThat(patience.pauseAfter(new Failure.Lasting("no right"), Duration.ofMinutes(1)))
                .isEmpty();
    }
}

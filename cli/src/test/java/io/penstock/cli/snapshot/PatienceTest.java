package io.penstock.cli.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.cli.snapshot.Course.Stage;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private Instant now = Instant.EPOCH;
    private boolean engine = true;
    private final Patience patience = patience(false);

    @Test
    void pausedSnapshot_isWaitedFor_whileAnEngineIsThere() {
        for (int minute = 0; minute < 600; minute++) {
            assertThat(isOverAfter(Duration.ofMinutes(1), Stage.PAUSED)).isFalse();
        }
        assertThat(patience.missesTheEngine()).isFalse();
    }

    @Test
    void pausedSnapshot_whoseEngineIsGone_isSaidToBeSo_andGivenUpAfterTenMinutes() {
        assertThat(isOverAfter(Duration.ofMinutes(5), Stage.PAUSED)).isFalse();
        engine = false;
        assertThat(isOverAfter(Duration.ofMinutes(2), Stage.PAUSED)).isFalse();
        assertThat(patience.missesTheEngine()).isTrue();
        assertThat(isOverAfter(Duration.ofMinutes(7), Stage.PAUSED)).isFalse();
        assertThat(isOverAfter(Duration.ofMinutes(2), Stage.PAUSED)).isTrue();
    }

    @Test
    void engineThatComesBack_isMissedNoMore() {
        engine = false;
        assertThat(isOverAfter(Duration.ofMinutes(9), Stage.PAUSED)).isFalse();
        engine = true;
        assertThat(isOverAfter(Duration.ofMinutes(9), Stage.PAUSED)).isFalse();
        assertThat(patience.missesTheEngine()).isFalse();

        engine = false;
        assertThat(isOverAfter(Duration.ofMinutes(9), Stage.PAUSED)).isFalse();
        patience.heard();
        assertThat(patience.missesTheEngine()).isFalse();
        assertThat(isOverAfter(Duration.ofMinutes(9), Stage.RUNNING)).isFalse();
    }

    @Test
    void firstAnswer_andAnEndThatWasAskedFor_areWaitedForAsLongAsTheUserSays() {
        assertThat(isOverAfter(Duration.ofSeconds(59), Stage.ASKED)).isFalse();
        assertThat(isOverAfter(Duration.ofSeconds(2), Stage.ASKED)).isTrue();
        patience.heard();
        assertThat(isOverAfter(Duration.ofMinutes(9), Stage.RUNNING)).isFalse();
        assertThat(isOverAfter(Duration.ofMinutes(2), Stage.RUNNING)).isTrue();

        Patience stopping = patience(true);
        now = now.plusSeconds(61);
        assertThat(stopping.isOver(Stage.RUNNING)).isTrue();
        assertThat(stopping.isOver(Stage.PAUSED)).isTrue();
    }

    private Patience patience(boolean stops) {
        return new Patience(Duration.ofSeconds(60), stops, () -> engine, () -> now);
    }

    private boolean isOverAfter(Duration time, Stage stage) {
        now = now.plus(time);
        return patience.isOver(stage);
    }
}

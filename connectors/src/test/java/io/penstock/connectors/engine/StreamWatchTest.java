package io.penstock.connectors.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StreamWatchTest {
    private Instant now = Instant.parse("2026-11-23T00:00:00Z");

    @Test
    void should_take_a_stream_with_heartbeats_for_a_living_one() {
        StreamWatch watch = new StreamWatch(() -> now, Duration.ofSeconds(5));

        for (int heartbeat = 0; heartbeat < 100; heartbeat++) {
            now = now.plusSeconds(5);
            assertThat(watch.stopped()).isFalse();
            watch.heard(now.minusSeconds(10));
        }
    }

    @Test
    void should_notice_a_stream_that_has_stopped() {
        StreamWatch watch = new StreamWatch(() -> now, Duration.ofSeconds(5));
        watch.heard(now);

        now = now.plusSeconds(30);
        assertThat(watch.stopped()).isFalse();
        now = now.plusMillis(1);
        assertThat(watch.stopped()).isTrue();
        assertThat(watch.silence()).isEqualTo(Duration.ofMillis(30_001));
    }

    @Test
    void should_have_patience_for_several_rare_heartbeats() {
        StreamWatch watch = new StreamWatch(() -> now, Duration.ofMinutes(1));
        watch.heard(now);

        now = now.plus(Duration.ofMinutes(6));

        assertThat(watch.stopped()).isFalse();
    }

    @Test
    void should_have_patience_for_hours_before_the_first_word() {
        StreamWatch watch = new StreamWatch(() -> now, Duration.ofSeconds(5));

        now = now.plus(Duration.ofHours(11));

        assertThat(watch.stopped()).isFalse();
        assertThat(watch.behind()).isTrue();
        now = now.plus(Duration.ofHours(2));
        assertThat(watch.stopped()).isTrue();
    }

    @Test
    void should_have_patience_for_hours_with_a_stream_that_stands_far_behind() {
        StreamWatch watch = new StreamWatch(() -> now, Duration.ofSeconds(5));
        watch.heard(now);
        watch.heard(now.minus(Duration.ofMinutes(10)));
        watch.heard();
        assertThat(watch.behind()).isFalse();

        now = now.plus(Duration.ofHours(11));

        assertThat(watch.stopped()).isFalse();
        assertThat(watch.behind()).isTrue();
    }

    @Test
    void should_notice_it_again_when_the_stream_has_come_to_the_present() {
        StreamWatch watch = new StreamWatch(() -> now, Duration.ofSeconds(5));
        watch.heard(now.minus(Duration.ofMinutes(10)));
        watch.heard(now);

        now = now.plusSeconds(31);

        assertThat(watch.stopped()).isTrue();
        assertThat(watch.behind()).isFalse();
    }
}

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
            watch.heard();
        }
    }

    @Test
    void should_notice_a_stream_that_has_stopped() {
        StreamWatch watch = new StreamWatch(() -> now, Duration.ofSeconds(5));
        watch.heard();

        now = now.plusSeconds(30);
        assertThat(watch.stopped()).isFalse();
        now = now.plusMillis(1);
        assertThat(watch.stopped()).isTrue();
        assertThat(watch.silence()).isEqualTo(Duration.ofMillis(30_001));
    }

    @Test
    void should_have_patience_for_several_rare_heartbeats() {
        StreamWatch watch = new StreamWatch(() -> now, Duration.ofMinutes(1));

        now = now.plus(Duration.ofMinutes(6));

        assertThat(watch.stopped()).isFalse();
    }
}

package io.penstock.processor.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Outcome;
import io.penstock.processor.metrics.Meters;
import io.penstock.processor.metrics.TaskMeters;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Raw;
import io.penstock.processor.testing.Change;
import io.penstock.processor.testing.TestJob;
import io.penstock.processor.testing.TestSettings;
import io.penstock.processor.testing.TestStream;
import io.penstock.processor.turn.RunningAttempt;
import io.penstock.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An attempt that ends when it may not settle any more: it is dropped, and counted. */
class LateCompletionsThroughTopologyTest {
    private final Settings settings = TestSettings.of(TestJob.named("job").queued("time-limit: 5s, max-attempts: 3"));
    private final Meters meters = new Meters();
    private Instant now = TestStream.BEGIN;
    private final TestStream stream = new TestStream(
            settings,
            Map.of("job", (task, context) -> Outcome.succeeded()),
            new TaskMeters(settings.jobs(), meters, () -> now),
            () -> now);

    @AfterEach
    void close() throws Exception {
        stream.close();
        meters.close();
    }

    private void pass(Duration time) {
        now = now.plus(time);
        stream.pass(time);
    }

    private RunningAttempt begun() {
        stream.put(Change.insert(1, 10, "\"n\": 1"));
        pass(Duration.ofMillis(100));
        return stream.begin();
    }

    private static String late(int count) {
        return "penstock_late_completions_total{penstock_job=\"job\"} %d.0".formatted(count);
    }

    @Test
    void anAttemptThatEndsInTimeShouldNotBeLate() {
        begun().end(new Completion.Succeeded(Raw.of("1")));
        pass(Duration.ofMillis(100));

        assertThat(stream.results()).hasSize(1);
        assertThat(meters.scrape()).contains(late(0));
    }

    @Test
    void anAttemptThatEndsBehindItsTimeLimitShouldBeDroppedAndCounted() {
        RunningAttempt attempt = begun();
        pass(Duration.ofSeconds(6));
        assertThat(stream.told()).contains("job timed-out 1");
        assertThat(meters.scrape()).contains(late(0));

        attempt.end(new Completion.Succeeded(Raw.of("1")));
        attempt.end(new Completion.Succeeded(Raw.of("1")));
        pass(Duration.ofMillis(100));

        assertThat(stream.results()).isEmpty();
        assertThat(meters.scrape()).contains(late(1));
    }

    @Test
    void anAttemptThatEndsWhenItsPartitionHasLeftShouldBeCounted() {
        RunningAttempt attempt = begun();
        stream.close();
        attempt.revoke();

        attempt.end(new Completion.Succeeded(Raw.of("1")));

        assertThat(meters.scrape()).contains(late(1));
    }
}

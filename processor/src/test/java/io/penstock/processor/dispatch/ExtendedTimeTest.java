package io.penstock.processor.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Outcome;
import io.penstock.api.TaskContext;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Raw;
import io.penstock.processor.task.TaskListener;
import io.penstock.processor.testing.Change;
import io.penstock.processor.testing.NoDatabase;
import io.penstock.processor.testing.TestJob;
import io.penstock.processor.testing.TestSettings;
import io.penstock.processor.testing.TestStream;
import io.penstock.processor.turn.RunningAttempt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A handler asks for more time, through the real topology: it gets it, within the age that its task may have. */
class ExtendedTimeTest {
    private Instant now = TestStream.BEGIN;
    private final TestStream stream = new TestStream(
            TestSettings.of(TestJob.named("job").queued("time-limit: 5s, max-age: 30s, max-attempts: 3")),
            Map.of("job", (task, context) -> Outcome.succeeded()),
            TaskListener.NONE,
            () -> now);

    @AfterEach
    void close() {
        stream.close();
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

    private TaskContext context(RunningAttempt attempt) {
        return new AttemptContext(
                attempt,
                () -> now,
                Runnable::run,
                NoDatabase.access().attempt(0, new AttemptAccount(attempt), Runnable::run));
    }

    @Test
    void anAttemptThatAsksInTimeShouldNotTimeOut() {
        RunningAttempt attempt = begun();
        pass(Duration.ofSeconds(4));
        context(attempt).extend(Duration.ofSeconds(10));
        pass(Duration.ofSeconds(9));

        assertThat(stream.told()).doesNotContain("job timed-out 1");
        attempt.end(new Completion.Succeeded(Raw.of("1")));
        pass(Duration.ofMillis(100));
        assertThat(stream.results()).hasSize(1);
    }

    @Test
    void itShouldTimeOutWhenThatTimeIsOverToo() {
        RunningAttempt attempt = begun();
        context(attempt).extend(Duration.ofSeconds(10));
        pass(Duration.ofSeconds(9));
        assertThat(stream.told()).doesNotContain("job timed-out 1");

        pass(Duration.ofSeconds(2));

        assertThat(stream.told()).contains("job timed-out 1");
        assertThat(context(attempt).isCancelled()).isTrue();
    }

    @Test
    void noTimeShouldBeHadBeyondTheAgeThatATaskMayHave() {
        RunningAttempt attempt = begun();
        context(attempt).extend(Duration.ofDays(1));

        assertThat(Instant.ofEpochMilli(attempt.deadline())).isBeforeOrEqualTo(now.plusSeconds(30));
        pass(Duration.ofSeconds(29));
        assertThat(context(attempt).isCancelled()).isFalse();
        pass(Duration.ofSeconds(2));

        assertThat(context(attempt).isCancelled()).isTrue();
        attempt.end(new Completion.Succeeded(Raw.of("1")));
        pass(Duration.ofMillis(100));
        assertThat(stream.results()).isEmpty();
        assertThat(List.of("retired", "timed-out"))
                .contains(stream.deadLetters().get(0).header("reason"));
    }
}

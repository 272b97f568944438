package io.penstock.processor.stream;

import static io.penstock.processor.testing.Change.insert;
import static io.penstock.processor.testing.Change.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Outcome;
import io.penstock.api.TaskHandler;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Raw;
import io.penstock.processor.testing.Change;
import io.penstock.processor.testing.TestJob;
import io.penstock.processor.testing.TestSettings;
import io.penstock.processor.testing.TestStream;
import io.penstock.processor.testing.TestStream.Written;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An insert that cannot become a task begins a life of its document all the same, and can be tried again. The condition fails
 * where n is 0; with another n the same insert stands for the one that is tried again when the condition is mended.
 */
class GivenUpInsertsThroughTopologyTest {
    private static final TaskHandler STATE = (task, context) ->
            Outcome.succeeded(task.document().map(d -> d.path("n").asText()).orElse("deleted"));

    private static TestJob job() {
        return TestJob.named("job").when("100 / doc.n > 0");
    }

    private static TestStream stream(TestJob job) {
        return new TestStream(TestSettings.of(job), Map.of("job", STATE));
    }

    private static Stream<TestJob> jobs() {
        return Stream.of(
                job().version("/v"),
                job().shardKey("/customer"),
                job().version("/v").shardKey("/customer"),
                job().version("/v").taskId("/customer"));
    }

    private static Change inserted(int time, int n, int version) {
        return insert(1, time, document(n, version));
    }

    private static Change updated(int time, int n, int version) {
        return update(1, time, document(n, version));
    }

    private static String document(int n, int version) {
        return "\"n\": %d, \"v\": %d, \"customer\": \"c\"".formatted(n, version);
    }

    private static Stream<String> values(TestStream stream) {
        return stream.results().stream().map(Written::json).map(json -> json.asText());
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void shouldRunIt_whenItIsTriedAgain(TestJob job) {
        try (TestStream stream = stream(job)) {
            stream.put(inserted(10, 1, 7), inserted(20, 0, 1));
            assertThat(stream.deadLetters())
                    .extracting(letter -> letter.header("reason"))
                    .containsExactly("condition-failed");

            stream.put(inserted(20, 5, 1));

            assertThat(values(stream)).containsExactly("1", "5");
            assertThat(stream.told()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void shouldNotRunIt_whenALaterVersionWasRunBeforeItIsTriedAgain(TestJob job) {
        try (TestStream stream = stream(job)) {
            stream.put(inserted(10, 1, 7), inserted(20, 0, 1), updated(21, 3, 2), inserted(20, 5, 1));

            assertThat(values(stream)).containsExactly("1", "3");
            assertThat(stream.told()).containsExactly("job stale " + taskId(job));
        }
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void shouldRunNothingOfTheLifeBefore_whenThatIsTriedAgain(TestJob job) {
        try (TestStream stream = stream(job)) {
            stream.put(inserted(10, 1, 7), updated(11, 0, 8), inserted(20, 0, 1));

            stream.put(updated(11, 2, 8), updated(21, 3, 2));

            assertThat(values(stream)).containsExactly("1", "3");
        }
    }

    private static String taskId(TestJob job) {
        return job.settings().identity().taskId().isPresent() ? "c" : "1";
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel-open", "compensate"})
    void shouldTakeNothingBack_forNobodyKnowsWhetherTheConditionHolds(String rule) {
        try (TestStream stream = stream(job().version("/v").queued("on-unmatch: " + rule))) {
            stream.put(inserted(10, 1, 7), inserted(20, 0, 1));

            assertThat(stream.told()).doesNotContain("job cancelled 1");
            work(stream);
            assertThat(stream.results()).hasSize(1);
        }
    }

    @Test
    void shouldUndoNothing_forNobodyKnowsWhetherTheConditionHolds() {
        try (TestStream stream = stream(job().version("/v").queued("on-unmatch: compensate"))) {
            stream.put(inserted(10, 1, 7));
            work(stream);
            assertThat(stream.results()).hasSize(1);
            stream.taskEvents();

            stream.put(inserted(20, 0, 1));
            work(stream);

            assertThat(stream.taskEvents()).isEmpty();
        }
    }

    private static void work(TestStream stream) {
        stream.pass(Duration.ofMillis(100));
        stream.work(new Completion.Succeeded(Raw.of("1")));
        stream.pass(Duration.ofMillis(100));
    }
}

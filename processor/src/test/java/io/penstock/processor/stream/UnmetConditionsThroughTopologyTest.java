package io.penstock.processor.stream;

import static io.penstock.processor.testing.Change.insert;
import static io.penstock.processor.testing.Change.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Outcome;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Raw;
import io.penstock.processor.testing.Change;
import io.penstock.processor.testing.TestJob;
import io.penstock.processor.testing.TestSettings;
import io.penstock.processor.testing.TestStream;
import io.penstock.processor.testing.TestStream.Written;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes of changes that do not meet their job's condition, after others of the document that did. */
class UnmetConditionsThroughTopologyTest {
    private static TestStream stream(TestJob job) {
        return new TestStream(TestSettings.of(job), Map.of("job", (task, context) -> Outcome.succeeded()));
    }

    private static void work(TestStream stream) {
        stream.pass(Duration.ofMillis(100));
        stream.work(new Completion.Succeeded(Raw.of("1")));
        stream.pass(Duration.ofMillis(100));
    }

    @ParameterizedTest
    @CsvSource({"ignore, c", "ignore, u", "cancel-open, c", "cancel-open, u"})
    void shouldNotWriteTheResultOfAnEarlierVersionOnceMore_whenOneThatNeverRanIsToldAgain(
            String rule, String operation) {
        TestJob job = TestJob.named("job")
                .version("/v")
                .when("doc.n == 1")
                .queued("on-duplicate: emit-result, on-unmatch: " + rule);
        try (TestStream stream = stream(job)) {
            Change unmet =
                    operation.equals("c") ? insert(1, 20, "\"n\": 2, \"v\": 2") : update(1, 20, "\"n\": 2, \"v\": 2");
            stream.put(insert(1, 10, "\"n\": 1, \"v\": 1"));
            work(stream);
            assertThat(stream.results()).hasSize(1);

            stream.put(unmet, unmet);
            work(stream);

            assertThat(stream.results()).isEmpty();
        }
    }

    @Test
    void shouldWriteTheResultOnceMore_whenTheVersionThatHasItIsToldAgain() {
        try (TestStream stream = stream(TestJob.named("job").queued("on-duplicate: emit-result"))) {
            stream.put(insert(1, 10, "\"n\": 1"));
            work(stream);
            stream.put(insert(1, 10, "\"n\": 1"));

            assertThat(stream.results()).extracting(Written::value).containsExactly("1", "1");
        }
    }
}

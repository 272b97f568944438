package io.penstock.processor.stream;

import static io.penstock.processor.testing.Change.delete;
import static io.penstock.processor.testing.Change.gone;
import static io.penstock.processor.testing.Change.insert;
import static io.penstock.processor.testing.Change.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Outcome;
import io.penstock.processor.testing.TestJob;
import io.penstock.processor.testing.TestSettings;
import io.penstock.processor.testing.TestStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where tasks go: to the lane of their document, also when the change does not say which that is. */
class LanesThroughTopologyTest {
    private static TestStream stream(TestJob job) {
        return new TestStream(
                TestSettings.of(job), Map.of("job", (task, context) -> Outcome.succeeded(task.shardKey())));
    }

    @Test
    void shouldBringADeleteWithoutPreImageToTheLaneOfItsDocument() {
        try (TestStream stream = stream(TestJob.named("job").shardKey("/customerId"))) {
            stream.put(insert(1, 10, "\"customerId\": \"c7\""), delete(1, 11));

            assertThat(stream.results())
                    .extracting(result -> result.json().asText())
                    .containsExactly("c7", "c7");
        }
    }

    @Test
    void shouldKeepADocumentInItsLaneWhileItLives_andChooseAnewInItsNextLife() {
        try (TestStream stream = stream(TestJob.named("job").shardKey("/customerId"))) {
            stream.put(
                    insert(1, 10, "\"customerId\": \"c1\""),
                    update(1, 11, "\"customerId\": \"c2\""),
                    delete(1, 12),
                    insert(1, 13, "\"customerId\": \"c3\""));

            assertThat(stream.results())
                    .extracting(result -> result.json().asText())
                    .containsExactly("c1", "c1", "c1", "c3");
        }
    }

    @Test
    void shouldTellWhatIsToldAgainAsStaleThoughItsLaneHasMoved() {
        try (TestStream stream =
                stream(TestJob.named("job").shardKey("/customerId").when("op != 'd'"))) {
            stream.put(
                    insert(1, 10, "\"customerId\": \"c1\""),
                    update(1, 11, "\"customerId\": \"c2\""),
                    delete(1, 12),
                    update(1, 11, "\"customerId\": \"c2\""),
                    delete(1, 12),
                    insert(1, 13, "\"customerId\": \"c3\""),
                    insert(1, 10, "\"customerId\": \"c1\""));

            assertThat(stream.results())
                    .extracting(result -> result.json().asText())
                    .containsExactly("c1", "c1", "c3");
            assertThat(stream.told()).containsExactly("job stale 1", "job stale 1");
        }
    }

    @Test
    void shouldSendADeleteToTheTaskIdThatTheDocumentHad() {
        try (TestStream stream = stream(TestJob.named("job").taskId("/no").shardKey("/customerId"))) {
            stream.put(insert(1, 10, "\"no\": \"A-1\", \"customerId\": \"c1\""), gone(1, 11), delete(1, 12));

            assertThat(stream.results()).extracting(TestStream.Written::key).containsExactly("A-1", "A-1");
            assertThat(stream.told()).containsExactly("job superseded A-1");
        }
    }

    @Test
    void shouldGiveUpTheDeleteOfADocumentThatItHasNeverSeen() {
        try (TestStream stream = stream(TestJob.named("job").shardKey("/customerId"))) {
            stream.put(delete(9, 10));

            assertThat(stream.deadLetters())
                    .extracting(letter -> letter.header("reason"))
                    .containsExactly("document-unknown");
        }
    }
}

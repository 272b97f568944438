package io.penstock.processor.stream;

import static io.penstock.processor.testing.Change.delete;
import static io.penstock.processor.testing.Change.gone;
import static io.penstock.processor.testing.Change.insert;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Outcome;
import io.penstock.api.TaskHandler;
import io.penstock.processor.testing.TestJob;
import io.penstock.processor.testing.TestSettings;
import io.penstock.processor.testing.TestStream;
import io.penstock.processor.testing.TestStream.Written;
import io.penstock.records.HeaderNames;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** Ids, and what else stands in keys and headers, may be long; a record that is too large would end the transaction. */
class LongIdsThroughTopologyTest {
    /** As long as three of them may be. */
    private static final String ID = "x".repeat(4_090);

    private static TestStream stream(TaskHandler handler) {
        return new TestStream(TestSettings.of(TestJob.named("job")), Map.of("job", handler));
    }

    private static String json(String id) {
        return '"' + id + '"';
    }

    /** As Kafka's producer reckons, and not less. */
    private static void assertFit(List<Written> records) {
        assertThat(records)
                .isNotEmpty()
                .allSatisfy(record -> assertThat(size(record)).isLessThanOrEqualTo(TestSettings.MAX_RECORD_BYTES));
    }

    private static int size(Written record) {
        int size = 100 + bytes(record.key()) + bytes(record.value());
        for (Map.Entry<String, String> header : record.headers().entrySet()) {
            size += 10 + bytes(header.getKey()) + bytes(header.getValue());
        }
        return size;
    }

    private static int bytes(String text) {
        return text.getBytes(UTF_8).length;
    }

    @Test
    void shouldCutADeadLetterByWhatItsHeadersLeave() {
        TaskHandler broken = (task, context) -> Outcome.rejected("€".repeat(10_000));
        try (TestStream stream = stream(broken)) {
            // Within the envelope each of its characters takes two bytes more.
            String quotes = "\\\"".repeat(14_000);
            stream.put(insert(1, 10, "\"n\": \"" + quotes + "\"").ofDocument(json(ID)));

            List<Written> letters = stream.deadLetters();

            assertFit(letters);
            Written letter = letters.get(0);
            assertThat(letter.header("reason")).isEqualTo("rejected");
            assertThat(letter.header("task-id")).isEqualTo(ID);
            assertThat(letter.header("original-size")).isNotEmpty();
            assertThat(letter.header("error-message")).matches("€{1333}…");
            assertThat(letter.value()).hasSizeGreaterThan(TestSettings.MAX_RECORD_BYTES / 2);
        }
    }

    @Test
    void shouldTakeWhatIdsNeedFromTheResult() {
        TaskHandler talkative = (task, context) -> Outcome.succeeded(
                "r".repeat(task.document().orElseThrow().get("n").asInt()));
        try (TestStream stream = stream(talkative)) {
            stream.put(insert(1, 10, "\"n\": 49000").ofDocument(json(ID)));

            assertThat(stream.results()).isEmpty();
            assertThat(stream.deadLetters())
                    .extracting(letter -> letter.header("reason"))
                    .containsExactly("result-too-large");

            stream.put(insert(1, 11, "\"n\": 40000").ofDocument(json(ID)), insert(2, 10, "\"n\": 49000"));

            List<Written> results = stream.results();
            assertFit(results);
            assertThat(results).hasSize(2);
            assertThat(stream.deadLetters()).isEmpty();
        }
    }

    @Test
    void shouldGiveUpAChangeWhoseIdsLeaveNoRoom() {
        try (TestStream stream = stream((task, context) -> Outcome.succeeded())) {
            stream.put(
                    insert(1, 10, "\"n\": 1").ofDocument(json("x".repeat(4_200))),
                    delete(1, 11).ofDocument(json("x".repeat(4_200))));

            assertThat(stream.deadLetters())
                    .extracting(letter -> letter.header("reason"))
                    .containsOnly("document-too-large");
            assertThat(stream.results()).isEmpty();
        }
    }

    @Test
    void shouldCutWhatIsToldOfAnIdThatNeverBecameATask() {
        // Where it is cut there are two halves of one character.
        String id = "x" + "\uD83D\uDE00".repeat(10_000);
        try (TestStream stream = stream((task, context) -> Outcome.succeeded())) {
            stream.put(gone(1, 10).ofDocument(json(id)));

            List<Written> events = stream.taskEvents();

            assertFit(events);
            assertThat(events.get(0).json().get("event").asText()).isEqualTo("superseded");
            assertThat(events.get(0).json().get("task_id").asText())
                    .startsWith("x\uD83D\uDE00")
                    .endsWith("\uD83D\uDE00…");
        }
    }

    @Test
    void shouldKeepOfARecordThatNeverBecameATaskWhatFits() {
        try (TestStream stream = stream((task, context) -> Outcome.succeeded())) {
            Headers headers = new RecordHeaders()
                    .add("mine", "m".repeat(30_000).getBytes(UTF_8))
                    .add(HeaderNames.POSITION, "here".getBytes(UTF_8));
            stream.put(new TestRecord<>(
                    "k".repeat(60_000).getBytes(UTF_8),
                    "v".repeat(60_000).getBytes(UTF_8),
                    headers,
                    Instant.ofEpochSecond(10)));

            List<Written> letters = stream.deadLetters();

            assertFit(letters);
            Written letter = letters.get(0);
            assertThat(letter.header("original-size")).isEqualTo("60000");
            assertThat(letter.header("position")).isEqualTo("here");
            assertThat(letter.headers()).doesNotContainKey("mine");
            assertThat(letter.key()).hasSizeGreaterThan(20_000);
            assertThat(letter.value()).hasSizeGreaterThan(20_000);
        }
    }
}

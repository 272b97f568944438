package io.penstock.processor.stream;

import static io.penstock.processor.testing.Change.delete;
import static io.penstock.processor.testing.Change.insert;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Outcome;
import io.penstock.api.Task;
import io.penstock.api.TaskContext;
import io.penstock.api.TaskHandler;
import io.penstock.processor.testing.Change;
import io.penstock.processor.testing.TestJob;
import io.penstock.processor.testing.TestSettings;
import io.penstock.processor.testing.TestStream;
import io.penstock.processor.testing.TestStream.Written;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is given up: each with its own reason, none stops the stream, none is lost. */
class DeadLettersThroughTopologyTest {
    private static final TaskHandler DOCUMENT =
            (task, context) -> task.document().<Outcome>map(Outcome::succeeded).orElse(Outcome.succeeded());

    private static TestStream stream(TestJob job, TaskHandler handler) {
        return new TestStream(TestSettings.of(job), Map.of("job", handler));
    }

    private static TestRecord<byte[], byte[]> record(@Nullable String key, @Nullable String value) {
        return new TestRecord<>(
                key == null ? null : key.getBytes(UTF_8),
                value == null ? null : value.getBytes(UTF_8),
                new RecordHeaders().add("mine", "kept".getBytes(UTF_8)),
                Instant.ofEpochSecond(10));
    }

    private static Written onlyLetter(TestStream stream) {
        assertThat(stream.results()).isEmpty();
        Written letter = stream.deadLetters().stream()
                .reduce((first, second) -> {
                    throw new AssertionError("more than one dead letter");
                })
                .orElseThrow();
        stream.put(insert(77, 1_000_000, "\"n\": 1, \"v\": 1"));
        assertThat(stream.deadLetters()).isEmpty();
        return letter;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        not-json         | {"id":"1"} | not json at all
        not-json         | {"id":"1"} | {"op": "c", "after": "cut
        not-an-envelope  | {"id":"1"} | [1, 2]
        not-an-envelope  | {"id":"1"} | 17
        not-an-envelope  | {"id":"1"} | {"name": "a document without its envelope"}
        not-an-envelope  | {"id":"1"} | {"op": "x", "source": {"db": "shop", "collection": "orders"}}
        not-an-envelope  | {"id":"1"} | {"op": "c", "after": {"a": 1}, "source": {"db": "shop", "collection": "orders"}}
        not-an-envelope  | {"id":"1"} | {"op": "c", "after": "{}", "source": {"db": "shop"}}
        no-document      | {"id":"1"} | {"op": "c", "after": null, "source": {"db": "shop", "collection": "orders"}}
        no-document      | {"id":"1"} | {"op": "r", "source": {"db": "shop", "collection": "orders"}}
        id-missing       | {"no":"1"} | {"op": "c", "after": "{}", "source": {"db": "shop", "collection": "orders"}}
        id-missing       | not json   | {"op": "c", "after": "{}", "source": {"db": "shop", "collection": "orders"}}
        document-malformed | {"id":"1"} | {"op": "c", "after": "{cut", "source": {"db": "shop", "collection": "orders"}}
        """)
    void shouldGiveUpARecordThatCannotBecomeATask(String reason, String key, String value) {
        try (TestStream stream = stream(TestJob.named("job"), DOCUMENT)) {
            stream.put(record(key, value));

            Written letter = onlyLetter(stream);

            assertThat(letter.header("reason")).isEqualTo(reason);
            assertThat(letter.header("remedy")).isNotEmpty();
            assertThat(letter.header("severity")).isEqualTo("error");
            assertThat(letter.header("error-message")).isNotEmpty();
            assertThat(letter.header("source-topic")).isEqualTo(TestStream.CHANGES);
            assertThat(letter.header("source-offset")).isEqualTo("0");
            assertThat(letter.header("first-seen")).isEqualTo("2026-01-01T00:00:00Z");
            assertThat(letter.key()).isEqualTo(key);
        }
    }

    @Test
    void shouldGiveUpAnInsertWhoseIdIsNoJsonOnce_whereInsertsBeginLives() {
        try (TestStream stream = stream(TestJob.named("job").version("/v"), DOCUMENT)) {
            stream.put(insert(1, 10, "\"v\": 1").ofDocument("abc"));

            assertThat(onlyLetter(stream).header("reason")).isEqualTo("document-malformed");
        }
    }

    @Test
    void shouldPassOverAnInsertWhoseIdIsNoJson_whereTheConditionDoesNotHold() {
        TestJob job = TestJob.named("job").version("/v").when("doc.v == 1");
        try (TestStream stream = stream(job, DOCUMENT)) {
            stream.put(insert(1, 10, "\"v\": 2").ofDocument("abc"), insert(2, 11, "\"v\": 1"));

            assertThat(stream.deadLetters()).isEmpty();
            assertThat(stream.results()).hasSize(1);
        }
    }

    @Test
    void shouldGiveUpADocumentThatIsNoJson_whereItShouldSayWhenItsTaskRuns() {
        try (TestStream stream = stream(TestJob.named("job").queued("not-before: /due"), DOCUMENT)) {
            stream.put(record(
                    "{\"id\":\"1\"}",
                    "{\"op\": \"c\", \"after\": \"[1]\", \"source\": {\"db\": \"shop\", \"collection\": \"orders\"}}"));

            assertThat(onlyLetter(stream).header("reason")).isEqualTo("document-malformed");
        }
    }

    @Test
    void shouldKeepKeyValueAndHeadersOfARecordThatNeverBecameATask() {
        try (TestStream stream = stream(TestJob.named("job"), DOCUMENT)) {
            stream.put(record("{\"id\":\"1\"}", "gibberish"));

            Written letter = onlyLetter(stream);

            assertThat(letter.key()).isEqualTo("{\"id\":\"1\"}");
            assertThat(letter.value()).isEqualTo("gibberish");
            assertThat(letter.headers()).containsEntry("mine", "kept");
        }
    }

    @Test
    void shouldGiveUpARecordWithoutKey() {
        try (TestStream stream = stream(TestJob.named("job"), DOCUMENT)) {
            stream.put(record(null, new String(insert(1, 10, "\"n\": 1").value(), UTF_8)));

            assertThat(onlyLetter(stream).header("reason")).isEqualTo("id-missing");
        }
    }

    @Test
    void shouldPassOverTombstones() {
        try (TestStream stream = stream(TestJob.named("job"), DOCUMENT)) {
            stream.put(insert(1, 10, "\"n\": 1"), delete(1, 11)).put(record("{\"id\":\"1\"}", null));

            assertThat(stream.results()).hasSize(2);
            assertThat(stream.deadLetters()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        pointer-missing    | "other": 1
        pointer-not-scalar | "customerId": {"a": 1}
        pointer-not-scalar | "customerId": [1]
        pointer-not-scalar | "customerId": null
        """)
    void shouldGiveUpADocumentThatHasNoScalarWhereAPointerPoints(String reason, String fields) {
        TestJob job = TestJob.named("job").shardKey("/customerId");
        try (TestStream stream = stream(job, DOCUMENT)) {
            Change change = insert(1, 10, fields);
            stream.put(change);

            Written letter = stream.deadLetters().get(0);

            assertThat(letter.header("reason")).isEqualTo(reason);
            assertThat(letter.header("job")).isEqualTo("job");
            assertThat(letter.header("error-message")).contains("shard-key", "/customerId");
            assertThat(letter.value()).isEqualTo(new String(change.value(), UTF_8));
        }
    }

    @Test
    void shouldGiveUpADocumentWhoseVersionIsATextThatNoLedgerShouldKeep() {
        try (TestStream stream = stream(TestJob.named("job").version("/v"), DOCUMENT)) {
            stream.put(insert(1, 10, "\"v\": \"%s\"".formatted("x".repeat(1_001))));

            Written letter = onlyLetter(stream);

            assertThat(letter.header("reason")).isEqualTo("pointer-not-scalar");
            assertThat(letter.header("error-message")).contains("version", "/v", "1,001");
        }
    }

    @Test
    void shouldGiveUpATaskWhoseHandlerThrowsAtEveryAttempt() {
        AtomicInteger calls = new AtomicInteger();
        TaskHandler broken = (task, context) -> {
            calls.incrementAndGet();
            if (task.document().orElseThrow().path("n").asInt() == 13) {
                throw new IllegalStateException("thirteen");
            }
            return Outcome.succeeded();
        };
        try (TestStream stream = stream(TestJob.named("job").version("/v"), broken)) {
            stream.put(insert(1, 10, "\"n\": 13, \"v\": 1"));

            Written letter = onlyLetter(stream);

            assertThat(calls).hasValue(3 + 1);
            assertThat(letter.header("reason")).isEqualTo("handler-failed");
            assertThat(letter.header("error-class")).isEqualTo("java.lang.IllegalStateException");
            assertThat(letter.header("error-message")).isEqualTo("thirteen");
            assertThat(letter.header("attempts")).isEqualTo("3");
            assertThat(letter.header("task-id")).isEqualTo("1");
            assertThat(letter.header("document-id")).isEqualTo("1");
            assertThat(letter.header("version")).startsWith("0000000a00000001.");
            assertThat(letter.header("shard-key")).isEqualTo("1");
            assertThat(letter.key()).isEqualTo("{\"id\":\"1\"}");
            assertThat(letter.json().get("after").asText()).isEqualTo("{\"_id\": 1, \"n\": 13, \"v\": 1}");
            assertThat(letter.json().get("op").asText()).isEqualTo("c");
        }
    }

    @Test
    void shouldSayWhereAHandlerThrew() {
        try (TestStream stream = stream(TestJob.named("job"), DeadLettersThroughTopologyTest::stumble)) {
            stream.put(insert(1, 10, "\"n\": 13"));

            String stack = onlyLetter(stream).header("error-stack");

            assertThat(stack)
                    .startsWith("java.lang.IllegalStateException: thirteen\n\tat "
                            + getClass().getName() + ".stumble(")
                    .contains("DeadLettersThroughTopologyTest.java:")
                    .doesNotContain("io.penstock.processor.dispatch");
        }
    }

    private static Outcome stumble(Task task, TaskContext context) {
        if (task.document().orElseThrow().path("n").asInt() != 1) {
            throw new IllegalStateException("thirteen");
        }
        return Outcome.succeeded();
    }

    @Test
    void shouldKeepAllOfALargeDocument_ratherThanSayWhereTheHandlerThrew() {
        try (TestStream stream = stream(TestJob.named("job"), DeadLettersThroughTopologyTest::stumble)) {
            String large = "x".repeat(TestSettings.MAX_RECORD_BYTES - 17_500);
            stream.put(insert(1, 10, "\"n\": \"" + large + "\""));

            Written letter = onlyLetter(stream);

            assertThat(letter.header("reason")).isEqualTo("handler-failed");
            assertThat(letter.headers()).doesNotContainKeys("penstock.error-stack", "penstock.original-size");
            assertThat(letter.json().get("after").asText()).hasSizeGreaterThan(large.length());
        }
    }

    @Test
    void shouldNotSpeakOfAPlace_whereNothingWasThrown() {
        try (TestStream stream = stream(TestJob.named("job"), (task, context) -> Outcome.rejected("no"))) {
            stream.put(insert(1, 10, "\"n\": 13"));

            assertThat(stream.deadLetters().get(0).headers()).doesNotContainKey("penstock.error-stack");
        }
    }

    @Test
    void shouldRunAgainWithTheSameContent_afterATaskWasGivenUp() {
        AtomicInteger calls = new AtomicInteger();
        TaskHandler mended = (task, context) ->
                calls.incrementAndGet() == 1 ? Outcome.rejected("not today") : Outcome.succeeded("done");
        try (TestStream stream = stream(TestJob.named("job"), mended)) {
            stream.put(insert(1, 10, "\"n\": 1"), Change.update(1, 11, "\"n\": 1"));

            assertThat(stream.deadLetters())
                    .extracting(letter -> letter.header("reason") + ": " + letter.header("error-message"))
                    .containsExactly("rejected: not today");
            assertThat(stream.results()).extracting(Written::value).containsExactly("\"done\"");
        }
    }

    @Test
    void shouldGiveUpATaskThatAsksForRetriesUntilNoneIsLeft() {
        TaskHandler patient = (task, context) -> Outcome.retryAfter(Duration.ofHours(1), "busy");
        try (TestStream stream = stream(TestJob.named("job"), patient)) {
            stream.put(insert(1, 10, "\"n\": 1"));

            Written letter = stream.deadLetters().get(0);

            assertThat(letter.header("reason")).isEqualTo("attempts-exhausted");
            assertThat(letter.header("error-message")).isEqualTo("busy");
        }
    }

    @Test
    void shouldGiveUpATaskWhoseResultCannotBeWritten() {
        try (TestStream stream = stream(TestJob.named("job"), (task, context) -> Outcome.succeeded(new Object()))) {
            stream.put(insert(1, 10, "\"n\": 1"));

            assertThat(stream.deadLetters())
                    .extracting(letter -> letter.header("reason"))
                    .containsExactly("result-not-serializable");
        }
    }

    @Test
    void shouldGiveUpATaskWhoseResultRefersToItself() {
        Map<String, Object> ring = new HashMap<>();
        ring.put("ring", ring);
        try (TestStream stream = stream(TestJob.named("job"), (task, context) -> Outcome.succeeded(ring))) {
            stream.put(insert(1, 10, "\"n\": 1"));

            assertThat(stream.deadLetters())
                    .extracting(letter -> letter.header("reason"))
                    .containsExactly("result-not-serializable");
        }
    }

    @Test
    void shouldGiveUpATaskWhoseResultIsTooLarge() {
        String large = "x".repeat(TestSettings.MAX_RECORD_BYTES);
        try (TestStream stream = stream(TestJob.named("job"), (task, context) -> Outcome.succeeded(large))) {
            stream.put(insert(1, 10, "\"n\": 1"));

            assertThat(stream.deadLetters())
                    .extracting(letter -> letter.header("reason"))
                    .containsExactly("result-too-large");
        }
    }

    @Test
    void shouldGiveUpADocumentThatIsTooLarge_andKeepOfItWhatFits() {
        String large = "x".repeat(TestSettings.MAX_RECORD_BYTES);
        try (TestStream stream = stream(TestJob.named("job"), DOCUMENT)) {
            Change change = insert(1, 10, "\"n\": \"" + large + "\"");
            stream.put(change);

            Written letter = onlyLetter(stream);

            assertThat(letter.header("reason")).isEqualTo("document-too-large");
            assertThat(letter.header("original-size")).isEqualTo(Integer.toString(change.value().length));
            assertThat(letter.value().length()).isBetween(40_000, TestSettings.MAX_RECORD_BYTES);
            assertThat(new String(change.value(), UTF_8)).startsWith(letter.value());
        }
    }

    @Test
    void shouldGiveUpATaskWhoseHandlerReturnsNull() {
        @SuppressWarnings("NullAway") // Handlers are other people's code.
        TaskHandler careless = (task, context) -> null;
        try (TestStream stream = stream(TestJob.named("job"), careless)) {
            stream.put(insert(1, 10, "\"n\": 1"));

            assertThat(stream.deadLetters())
                    .extracting(letter -> letter.header("reason"))
                    .containsExactly("handler-failed");
        }
    }

    @Test
    void shouldSurviveAHandlerThatOverflowsTheStackOrLacksAClass() {
        TaskHandler broken = (task, context) -> {
            throw task.id().equals("1") ? new StackOverflowError() : new NoClassDefFoundError("com/acme/Missing");
        };
        try (TestStream stream = stream(TestJob.named("job"), broken)) {
            stream.put(insert(1, 10, "\"n\": 1"), insert(2, 10, "\"n\": 1"));

            assertThat(stream.deadLetters())
                    .extracting(letter -> letter.header("error-class"))
                    .containsExactly("java.lang.StackOverflowError", "java.lang.NoClassDefFoundError");
        }
    }
}

package io.penstock.processor.stream;

import static io.penstock.processor.testing.Change.delete;
import static io.penstock.processor.testing.Change.gone;
import static io.penstock.processor.testing.Change.insert;
import static io.penstock.processor.testing.Change.read;
import static io.penstock.processor.testing.Change.update;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Outcome;
import io.penstock.api.TaskHandler;
import io.penstock.processor.testing.Change;
import io.penstock.processor.testing.TestJob;
import io.penstock.processor.testing.TestSettings;
import io.penstock.processor.testing.TestStream;
import io.penstock.processor.testing.TestStream.Written;
import io.penstock.settings.SourceSettings.DocumentMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** What changes mean to jobs, alone and beside each other. */
class IntakeThroughTopologyTest {
    private static final TaskHandler WHERE =
            (task, context) -> Outcome.succeeded(task.operation().code() + " " + task.id() + " " + task.shardKey());
    private static final String LARGE = "x".repeat(TestSettings.MAX_RECORD_BYTES);

    private static TestStream stream(TestJob... jobs) {
        Map<String, TaskHandler> handlers =
                Stream.of(jobs).collect(Collectors.toMap(job -> job.settings().name(), job -> WHERE));
        return new TestStream(TestSettings.of(jobs), handlers);
    }

    private static List<String> values(TestStream stream) {
        return stream.results().stream().map(result -> result.json().asText()).toList();
    }

    private static List<String> reasons(TestStream stream) {
        return stream.deadLetters().stream()
                .map(letter -> letter.header("job") + " " + letter.header("reason"))
                .toList();
    }

    @Test
    void shouldKeepNoJobFromItsTask_whenAnotherCannotMakeOne() {
        try (TestStream stream = stream(
                TestJob.named("a").when("1 / doc.n > 0"), TestJob.named("b").version("/absent"), TestJob.named("c"))) {
            stream.put(insert(1, 10, "\"n\": 0"));

            assertThat(reasons(stream)).containsExactly("a condition-failed", "b pointer-missing");
            assertThat(values(stream)).containsExactly("c 1 1");
        }
    }

    @Test
    void shouldGiveUpForEachJobAnUpdateThatIsGone_whoseIdIsNoJson() {
        try (TestStream stream = stream(TestJob.named("a"), TestJob.named("b"))) {
            stream.put(gone(1, 10).ofDocument("{cut"));

            assertThat(reasons(stream)).containsExactly("a document-malformed", "b document-malformed");
        }
    }

    @Test
    void shouldGiveUpAnUpdateWithoutItsPostImage_forEachJobThatItMayConcern() {
        TestJob[] jobs = {
            TestJob.named("a"),
            TestJob.named("b").when("doc.n > 0"),
            TestJob.named("c").when("op == 'u'"),
            TestJob.named("d").when("op == 'c'")
        };
        Map<String, TaskHandler> handlers = Map.of("a", WHERE, "b", WHERE, "c", WHERE, "d", WHERE);
        try (TestStream stream = new TestStream(TestSettings.of(Map.of(), DocumentMode.POST_IMAGE, jobs), handlers)) {
            stream.put(gone(1, 10));

            assertThat(reasons(stream)).containsExactly("a no-document", "b no-document", "c no-document");
            assertThat(values(stream)).isEmpty();
            assertThat(stream.taskEvents()).isEmpty();
        }
    }

    @Test
    void shouldNotTakeAConditionForEnded_whereAnUpdateCarriesNoDocument() {
        TestJob job = TestJob.named("a").when("doc.status == 'paid'").queued("on-unmatch: cancel-open");
        try (TestStream stream =
                new TestStream(TestSettings.of(Map.of(), DocumentMode.DELTA, job), Map.of("a", WHERE))) {
            stream.put(insert(1, 10, "\"status\": \"paid\""), insert(2, 10, "\"status\": \"paid\""));
            stream.put(gone(1, 11), update(2, 11, "\"status\": \"void\""));

            assertThat(stream.told()).containsExactly("a cancelled 2");
        }
    }

    @Test
    void shouldGiveTwoDocumentsOfASnapshotWithOneTaskIdTwoIdempotencyKeys() {
        TaskHandler key = (task, context) -> Outcome.succeeded(task.idempotencyKey());
        TestJob[] jobs = {TestJob.named("a").taskId("/no"), TestJob.named("b")};
        try (TestStream stream = new TestStream(TestSettings.of(jobs), Map.of("a", key, "b", key))) {
            stream.put(read(1, 10, "\"no\": 17"), read(2, 10, "\"no\": 17"));

            assertThat(values(stream))
                    .hasSize(4)
                    .doesNotHaveDuplicates()
                    .anyMatch(text -> text.matches("a/shop.orders/17/.*/1"))
                    .anyMatch(text -> text.matches("b/shop.orders/2/[^/]*"));
        }
    }

    @Test
    void shouldTakeEqualWholeNumbersOfAllTypesForOneIdAndOneShardKey() {
        try (TestStream stream = stream(TestJob.named("a").taskId("/no").shardKey("/customer"))) {
            stream.put(insert(1, 10, "\"no\": 3000000000, \"customer\": 17"));
            stream.put(update(1, 11, "\"no\": 3.0E9, \"customer\": {\"$numberDecimal\": \"17.0\"}"));
            stream.put(update(1, 12, "\"no\": 3000000000.5, \"customer\": {\"$numberDouble\": \"NaN\"}"));

            assertThat(values(stream)).containsExactly("c 3000000000 17", "u 3000000000 17", "u 3.0000000005E9 17");
        }
    }

    @Test
    void shouldNotMindTheSizeOfADocumentThatConcernsNoJob() {
        try (TestStream stream = stream(TestJob.named("a").when("op == 'd'"))) {
            stream.put(insert(1, 10, "\"n\": \"" + LARGE + "\""));

            assertThat(stream.deadLetters()).isEmpty();
        }
    }

    @Test
    void shouldNotMindTheSizeOfAPreImage_whereTheJobDoesNotCareForDeletes() {
        try (TestStream stream = stream(TestJob.named("a").when("op != 'd'"))) {
            stream.put(insert(1, 10, "\"n\": 1"));
            Change end = delete(1, 11);
            String told = new String(end.value(), UTF_8).replace("\"before\":null", "\"before\":\"" + LARGE + "\"");
            stream.put(new TestRecord<>(end.key(), told.getBytes(UTF_8), end.headers(), Instant.ofEpochSecond(11)));
            stream.put(insert(1, 10, "\"n\": 1"));

            assertThat(stream.deadLetters()).isEmpty();
            assertThat(stream.told()).containsExactly("a stale 1");
        }
    }

    @Test
    void shouldCountIdsAndKeysIntoTheSizeOfATask() {
        String half = LARGE.substring(TestSettings.MAX_RECORD_BYTES * 5 / 8);
        try (TestStream stream = stream(
                TestJob.named("a").taskId("/no").shardKey("/customer"),
                TestJob.named("b").version("/v"))) {
            stream.put(insert(1, 10, "\"no\": \"%s\", \"customer\": \"c\", \"v\": 1".formatted(half)));
            stream.put(insert(2, 10, "\"no\": \"2\", \"customer\": \"%s\", \"v\": 1".formatted(half)));
            stream.put(insert(3, 10, "\"no\": \"3\", \"customer\": \"c\", \"v\": \"%s\"".formatted(half)));
            stream.put(delete(1, 11), delete(2, 11));

            assertThat(reasons(stream))
                    .containsExactly(
                            "a document-too-large",
                            "a document-too-large",
                            "b pointer-not-scalar",
                            "a document-unknown",
                            "a document-unknown");
            assertThat(values(stream)).containsExactly("c 1 1", "c 2 2", "c 3 c", "d 1 1", "d 2 2");
        }
    }

    @Test
    void shouldEndATaskIdThatADocumentLeaves() {
        TestJob job = TestJob.named("a").taskId("/no").version("/v").when("op != 'd'");
        try (TestStream stream = stream(job)) {
            stream.put(
                    insert(1, 10, "\"no\": \"A-1\", \"v\": 7"),
                    update(1, 11, "\"no\": \"A-2\", \"v\": 8"),
                    delete(1, 12),
                    insert(1, 13, "\"no\": \"A-1\", \"v\": 1"));

            assertThat(values(stream)).containsExactly("c A-1 1", "u A-2 1", "c A-1 1");
            assertThat(stream.told()).isEmpty();

            stream.put(insert(1, 10, "\"no\": \"A-1\", \"v\": 7"), update(1, 11, "\"no\": \"A-2\", \"v\": 8"));
            assertThat(stream.told()).containsExactly("a stale A-1", "a stale A-2");
        }
    }

    @Test
    void shouldPlaceTheDeleteOfADocumentForWhichOnlyItsDeleteConcernsTheJob() {
        TestJob job = TestJob.named("a").shardKey("/customer").when("op == 'd' || doc.status == 'paid'");
        try (TestStream stream = stream(job)) {
            stream.put(insert(1, 10, "\"customer\": \"c1\""), update(1, 11, "\"customer\": \"c2\""), delete(1, 12));
            stream.put(insert(1, 13, "\"customer\": \"c3\""), delete(1, 14), insert(1, 13, "\"customer\": \"c3\""));
            stream.put(insert(2, 15, "\"other\": 1"), delete(2, 16));

            assertThat(values(stream)).containsExactly("d 1 c1", "d 1 c3");
            assertThat(reasons(stream)).containsExactly("a document-unknown");
        }
    }

    @Test
    void shouldTakeIdsOfAnyType() {
        List<String> ids = List.of(
                "1",
                "\"1\"",
                "null",
                "{\"$oid\":\"507f1f77bcf86cd799439011\"}",
                "{\"a\":1,\"b\":[1,{\"c\":null}]}",
                "{\"$numberDecimal\":\"0.1\"}",
                "{\"$binary\":{\"base64\":\"AQID\",\"subType\":\"00\"}}",
                "NaN",
                "true");
        try (TestStream stream = stream(TestJob.named("a"), TestJob.named("b").shardKey("/customer"))) {
            ids.forEach(id -> stream.put(
                    insert(1, 10, "\"customer\": \"c\"").ofDocument(id),
                    delete(1, 11).ofDocument(id)));

            assertThat(stream.deadLetters()).isEmpty();
            assertThat(stream.results())
                    .filteredOn(result -> result.header("job").equals("b"))
                    .hasSize(2 * ids.size())
                    .extracting(Written::key)
                    .satisfies(keys -> assertThat(Set.copyOf(keys)).hasSize(ids.size()));
        }
    }
}

package io.penstock.processor.stream;

import static io.penstock.processor.testing.Change.delete;
import static io.penstock.processor.testing.Change.gone;
import static io.penstock.processor.testing.Change.insert;
import static io.penstock.processor.testing.Change.read;
import static io.penstock.processor.testing.Change.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Outcome;
import io.penstock.api.TaskHandler;
import io.penstock.processor.testing.Change;
import io.penstock.processor.testing.TestJob;
import io.penstock.processor.testing.TestSettings;
import io.penstock.processor.testing.TestStream;
import io.penstock.processor.testing.TestStream.Written;
import io.penstock.settings.JobSettings.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is run, and what is told and dropped, as it is seen on the topics. */
class AdmissionThroughTopologyTest {
    private static final TaskHandler STATE = (task, context) ->
            Outcome.succeeded(task.document().map(d -> d.path("n").asText()).orElse("deleted"));

    private static TestStream stream(TestJob... jobs) {
        Map<String, TaskHandler> handlers =
                Stream.of(jobs).collect(Collectors.toMap(job -> job.settings().name(), job -> STATE));
        return new TestStream(TestSettings.of(jobs), handlers);
    }

    private static Stream<String> values(TestStream stream) {
        return stream.results().stream().map(Written::json).map(json -> json.asText());
    }

    @Test
    void shouldRunEveryVersionOnceInOrder() {
        try (TestStream stream = stream(TestJob.named("index"))) {
            stream.put(insert(1, 10, "\"n\": 1"), update(1, 11, "\"n\": 2"), delete(1, 12));

            assertThat(values(stream)).containsExactly("1", "2", "deleted");
            assertThat(stream.told()).isEmpty();
        }
    }

    @Test
    void shouldTellDuplicatesAndStaleVersionsAndRunNoneOfThem() {
        try (TestStream stream = stream(TestJob.named("index"))) {
            stream.put(insert(1, 10, "\"n\": 1"), update(1, 11, "\"n\": 2"));
            stream.put(insert(1, 10, "\"n\": 1"), update(1, 11, "\"n\": 2"));

            assertThat(values(stream)).containsExactly("1", "2");
            assertThat(stream.told()).containsExactly("index stale 1", "index duplicate 1");
        }
    }

    @Test
    void shouldTellTwoUpdatesInOneTransactionApart() {
        try (TestStream stream = stream(TestJob.named("index"))) {
            stream.put(
                    insert(1, 10, "\"n\": 1"),
                    update(1, 11, "\"n\": 2").inTransaction(0),
                    update(1, 11, "\"n\": 3").inTransaction(1));

            assertThat(values(stream)).containsExactly("1", "2", "3");
        }
    }

    @Test
    void shouldSpareAVersionThatWasLookedUpWithTheContentOfTheOneBefore() {
        try (TestStream stream = stream(TestJob.named("index"))) {
            stream.put(update(1, 10, "\"n\": 5"), update(1, 11, "\"n\": 5"), update(1, 12, "\"n\": 6"));

            assertThat(values(stream)).containsExactly("5", "6");
            assertThat(stream.told()).containsExactly("index unchanged 1");
        }
    }

    @Test
    void shouldLookAtTheNamedPartsOnly() {
        try (TestStream stream = stream(TestJob.named("index").content("/n", "/absent"))) {
            stream.put(
                    insert(1, 10, "\"n\": 1, \"other\": 1"),
                    update(1, 11, "\"n\": 1, \"other\": 2"),
                    update(1, 12, "\"n\": 1, \"absent\": null"));

            assertThat(values(stream)).containsExactly("1", "1");
            assertThat(stream.told()).containsExactly("index unchanged 1");
        }
    }

    @Test
    void shouldRunEveryChangeButSpareSnapshotReads_whenContentIsNone() {
        try (TestStream stream = stream(TestJob.named("index").everyChange())) {
            stream.put(insert(1, 10, "\"n\": 1"), update(1, 11, "\"n\": 1"), read(1, 12, "\"n\": 1"));

            assertThat(values(stream)).containsExactly("1", "1");
            assertThat(stream.told()).containsExactly("index unchanged 1");
        }
    }

    @Test
    void shouldRunADocumentThatWasDeletedAndInsertedAgainWithALowerVersion() {
        try (TestStream stream = stream(TestJob.named("index").version("/v").when("op != 'd'"))) {
            stream.put(
                    insert(1, 10, "\"n\": 1, \"v\": 7"),
                    update(1, 11, "\"n\": 2, \"v\": 6"),
                    delete(1, 12),
                    insert(1, 13, "\"n\": 1, \"v\": 1"));

            assertThat(values(stream)).containsExactly("1", "1");
            assertThat(stream.told()).containsExactly("index stale 1");
        }
    }

    @Test
    void shouldRunADocumentThatIsInsertedAgainWithALowerVersion_thoughNoDeleteWasTold() {
        try (TestStream stream = stream(TestJob.named("index").version("/v"))) {
            stream.put(
                    insert(1, 10, "\"n\": 1, \"v\": 7"),
                    insert(1, 13, "\"n\": 2, \"v\": 4"),
                    update(1, 14, "\"n\": 3, \"v\": 5"),
                    update(1, 15, "\"n\": 4, \"v\": 4"));

            assertThat(values(stream)).containsExactly("1", "2", "3");
            assertThat(stream.told()).containsExactly("index stale 1");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'\"0000000f\"', '\"00000010\"'",
        "'{\"$oid\": \"65a1b2c31234567890000001\"}', '{\"$oid\": \"661234561234567890000002\"}'",
        "'{\"$numberLong\": \"9\"}', '{\"$numberDecimal\": \"10.0\"}'"
    })
    void shouldRunAVersionThatHasGrown_whateverItReadsLike(String lower, String higher) {
        for (TestJob job : List.of(
                TestJob.named("index").version("/v"),
                TestJob.named("index").version("/v").shardKey("/customer"))) {
            try (TestStream stream = stream(job)) {
                stream.put(
                        update(1, 10, "\"n\": 1, \"customer\": 1, \"v\": " + lower),
                        update(1, 11, "\"n\": 2, \"customer\": 1, \"v\": " + higher),
                        update(1, 12, "\"n\": 3, \"customer\": 1, \"v\": " + lower));

                assertThat(values(stream)).containsExactly("1", "2");
                assertThat(stream.told()).containsExactly("index stale 1");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldRunADocumentThatIsInsertedAgainWithALowerVersion_thoughNothingCameOfTheInsert(boolean lanes) {
        TestJob job = TestJob.named("index").version("/v").when("doc.n != 2");
        try (TestStream stream = stream(lanes ? job.shardKey("/customer") : job)) {
            stream.put(
                    insert(1, 10, "\"n\": 1, \"v\": 7, \"customer\": 1"),
                    insert(1, 13, "\"n\": 2, \"v\": 4, \"customer\": 1"),
                    update(1, 14, "\"n\": 3, \"v\": 5, \"customer\": 1"));

            assertThat(values(stream)).containsExactly("1", "3");
            assertThat(stream.told()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "doc.n != 1"})
    void shouldRunNoOlderVersionThanAFirstSnapshotHasRead(String when) {
        try (TestStream stream = stream(TestJob.named("index").version("/v").when(when))) {
            Change read = read(1, 10, "\"n\": 3, \"v\": 3");
            stream.put(new TestRecord<>(read.key(), read.value(), read.headers(), Instant.ofEpochSecond(20)));

            stream.put(
                    insert(1, 11, "\"n\": 1, \"v\": 1"),
                    update(1, 12, "\"n\": 2, \"v\": 2"),
                    update(1, 13, "\"n\": 3, \"v\": 3"));

            assertThat(values(stream)).containsExactly("3");
            assertThat(stream.told()).contains("index stale 1").endsWith("index unchanged 1");
        }
    }

    @Test
    void shouldRefuseAnInsertThatIsToldAgainAfterItsDelete() {
        try (TestStream stream = stream(TestJob.named("index").when("op != 'd'"))) {
            stream.put(insert(1, 10, "\"n\": 1"), delete(1, 12), insert(1, 10, "\"n\": 1"));

            assertThat(values(stream)).containsExactly("1");
            assertThat(stream.told()).containsExactly("index stale 1");
        }
    }

    @Test
    void shouldTellAnUpdateWhoseDocumentIsGoneAsSuperseded() {
        try (TestStream stream = stream(TestJob.named("index"))) {
            stream.put(insert(1, 10, "\"n\": 1"), gone(1, 11), delete(1, 12));

            assertThat(values(stream)).containsExactly("1", "deleted");
            assertThat(stream.told()).containsExactly("index superseded 1");
            assertThat(stream.deadLetters()).isEmpty();
        }
    }

    @Test
    void shouldSettleATaskIdForGood_whenItRunsOnce() {
        try (TestStream stream = stream(
                TestJob.named("invoice").taskId("/no").shardKey("/customer").once())) {
            stream.put(
                    insert(1, 10, "\"n\": 1, \"no\": \"A-1\", \"customer\": \"c\""),
                    update(1, 11, "\"n\": 2, \"no\": \"A-1\", \"customer\": \"c\""),
                    insert(2, 12, "\"n\": 3, \"no\": \"A-1\", \"customer\": \"c\""),
                    insert(3, 13, "\"n\": 4, \"no\": \"A-2\", \"customer\": \"c\""));

            assertThat(values(stream)).containsExactly("1", "4");
            assertThat(stream.told()).containsExactly("invoice settled A-1", "invoice settled A-1");
        }
    }

    @Test
    void shouldNotLetDocumentsThatShareATaskIdMakeEachOtherStale() {
        try (TestStream stream =
                stream(TestJob.named("stats").taskId("/customer").shardKey("/customer"))) {
            stream.put(insert(1, 20, "\"n\": 1, \"customer\": \"c\""), insert(2, 15, "\"n\": 2, \"customer\": \"c\""));

            assertThat(values(stream)).containsExactly("1", "2");
        }
    }

    @Test
    void shouldSeedWithoutRunning_andRunWhatChangesLater() {
        try (TestStream stream = stream(TestJob.named("index").snapshot(Snapshot.SEED))) {
            stream.put(read(1, 10, "\"n\": 1"), update(1, 11, "\"n\": 1"), update(1, 12, "\"n\": 2"));

            assertThat(values(stream)).containsExactly("2");
            assertThat(stream.told()).containsExactly("index seeded 1", "index unchanged 1");
        }
    }

    @Test
    void shouldGiveANewJobItsPastBySnapshotWithoutWakingTheOthers() {
        try (TestStream stream =
                stream(TestJob.named("old"), TestJob.named("new").when("op == 'r'"))) {
            stream.put(insert(1, 10, "\"n\": 1"), insert(2, 11, "\"n\": 2"));
            stream.results();

            stream.put(read(1, 12, "\"n\": 1"), read(2, 12, "\"n\": 2"));

            assertThat(stream.results())
                    .extracting(written -> written.header("job"))
                    .containsOnly("new")
                    .hasSize(2);
            assertThat(stream.told()).containsExactly("old unchanged 1", "old unchanged 2");
        }
    }

    @Test
    void shouldSkipSnapshotReads_whenAsked() {
        try (TestStream stream = stream(TestJob.named("index").snapshot(Snapshot.SKIP))) {
            stream.put(read(1, 10, "\"n\": 1"), insert(2, 11, "\"n\": 2"));

            assertThat(values(stream)).containsExactly("2");
        }
    }

    @Test
    void shouldForgetADeletedDocumentByTheStreamsTimeOnly() {
        try (TestStream stream = stream(TestJob.named("index").when("op != 'd'"))) {
            int week = (int) TestSettings.AFTER_DELETE.toSeconds();
            stream.put(insert(1, 10, "\"n\": 1"), delete(1, 12));
            stream.put(insert(2, 12 + week - 1, "\"n\": 2"), insert(1, 10, "\"n\": 1"));
            assertThat(stream.told()).containsExactly("index stale 1");

            stream.put(insert(3, 12 + week + 1, "\"n\": 3"), insert(1, 10, "\"n\": 1"));

            assertThat(values(stream)).containsExactly("1", "2", "3", "1");
        }
    }
}

package io.penstock.processor.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.processor.intake.directory.Directory;
import io.penstock.processor.row.MemoryRows;
import io.penstock.processor.row.RowKey;
import io.penstock.processor.row.UnknownFormatException;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Arrival.Intent;
import io.penstock.processor.task.OriginalRecord;
import io.penstock.processor.task.Output;
import io.penstock.processor.task.Position;
import io.penstock.processor.task.Raw;
import io.penstock.processor.task.TaskListener;
import io.penstock.processor.testing.Change;
import io.penstock.processor.testing.TestJob;
import io.penstock.records.DeadLetterReason;
import io.penstock.records.HeaderNames;
import io.penstock.records.TaskEventKind;
import io.penstock.settings.JobSettings.Snapshot;
import io.penstock.settings.SourceSettings.DocumentMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntakeTest {
    private final MemoryRows rows = new MemoryRows();
    private final List<Directory> directories = new ArrayList<>();
    private final List<Arrival> forwarded = new ArrayList<>();
    private final List<Output> emitted = new ArrayList<>();

    private Intake intake(TestJob job, boolean readsAgain) {
        return intake(job, readsAgain, Past.NONE);
    }

    private Intake intake(TestJob job, boolean readsAgain, Past past) {
        IntakeSink sink = new IntakeSink() {
            @Override
            public void forward(Arrival arrival) {
                forwarded.add(arrival);
            }

            @Override
            public void emit(Output output) {
                emitted.add(output);
            }
        };
        // Who is there before has made a commit.
        directories.forEach(Directory::flush);
        Directory directory = new Directory(rows, Duration.ofDays(7), readsAgain);
        directories.add(directory);
        return new Intake(
                new Jobs(List.of(job.settings()), DocumentMode.LOOKUP, 10_000, name -> past),
                directory,
                sink,
                TaskListener.NONE,
                InstantSource.fixed(Instant.EPOCH));
    }

    private static OriginalRecord at(long offset, Change change) {
        return change.original(offset);
    }

    @Test
    void shouldStop_whenTheStoreWasWrittenByALaterVersion_forThatIsNoRecordsFault() {
        rows.put(RowKey.of('D', "job", "shop.orders", "1"), new byte[] {99, 1, 2, 3});
        Intake intake = intake(TestJob.named("job").shardKey("/customer"), false);

        assertThatThrownBy(() -> intake.accept(at(0, Change.insert(1, 10, "\"customer\": \"c\"")), 0))
                .isInstanceOf(UnknownFormatException.class);
        assertThat(emitted).isEmpty();
    }

    /** As of a view that leaves it out: Debezium has the key null for each of them, and all would be taken for one. */
    @Test
    void shouldGiveUpEachDocumentThatWasReadWithoutAnId() {
        Intake intake = intake(TestJob.named("job").taskId("/line"), false);

        intake.accept(at(0, read("null", "{\"line\": 1}")), 0);
        intake.accept(at(1, read("null", "{\"line\": 2}")), 0);
        assertThat(forwarded).isEmpty();
        assertThat(emitted)
                .hasSize(2)
                .allSatisfy(output -> assertThat(output)
                        .isInstanceOfSatisfying(
                                Output.LostRecord.class,
                                lost -> assertThat(lost.failure().reason()).isEqualTo(DeadLetterReason.ID_MISSING)));

        intake.accept(at(2, read("null", "{\"_id\": null, \"line\": 3}")), 0);
        assertThat(forwarded)
                .extracting(arrival -> arrival.task().key().taskId())
                .containsExactly("3");
    }

    private static Change read(String id, String document) {
        return new Change("r", id, new Change.Position(10, 1, 0), Optional.of(document));
    }

    @Test
    void shouldStop_whereALaterVersionHasWrittenAPosition_andNotGuessAtIt() {
        assertThatThrownBy(() -> intake(TestJob.named("job"), false).accept(positioned("2:826B04A3DD"), 0))
                .isInstanceOf(UnreadablePositionException.class)
                .hasMessageContaining("offset 3 of penstock.shop.orders-0")
                .hasMessageContaining("format 2, and this version of Penstock knows format 1");
        assertThat(forwarded).isEmpty();
        assertThat(emitted).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1:", "MTo4MjZCMDRBM0RE", "\"", "{\"payload\": \"1:826B04A3DD\"}"})
    void shouldGiveUp_whatHasAPositionThatNobodyWrites(String position) {
        intake(TestJob.named("job"), false).accept(positioned(position), 0);

        assertThat(forwarded).isEmpty();
        assertThat(emitted)
                .singleElement()
                .asString()
                .contains("NOT_AN_ENVELOPE", HeaderNames.POSITION, "'header.converter'");
    }

    @Test
    void shouldReadAPosition_thatAConverterHasPutInQuotationMarks() {
        intake(TestJob.named("job"), false).accept(positioned("1:826B04A3DD"), 0);
        intake(TestJob.named("job"), false).accept(positioned("\"1:826B04A3DD\""), 0);

        assertThat(forwarded).hasSize(2);
        assertThat(forwarded.get(1).task().version().position())
                .isEqualTo(forwarded.get(0).task().version().position());
    }

    private OriginalRecord positioned(String position) {
        OriginalRecord change = at(3, Change.update(1, 10, "\"customer\": \"c\""));
        return new OriginalRecord(
                change.key(),
                change.value(),
                List.of(new OriginalRecord.Header(HeaderNames.POSITION, Raw.of(position))),
                change.origin());
    }

    @Test
    void shouldFallBackOnTheClock_onlyWhereThereIsNoPosition() {
        OriginalRecord change = at(3, Change.update(1, 10, "\"customer\": \"c\""));
        OriginalRecord bare = new OriginalRecord(change.key(), change.value(), List.of(), change.origin());

        intake(TestJob.named("job"), false).accept(bare, 0);

        assertThat(forwarded).hasSize(1);
    }

    @Test
    void shouldFindTheLaneThatADocumentHadThen_whenARecordIsReadAgainUnderAtLeastOnce() {
        TestJob job = TestJob.named("job").shardKey("/customer");
        List<OriginalRecord> records = List.of(
                at(0, Change.insert(1, 10, "\"customer\": \"c1\"")),
                at(1, Change.delete(1, 11)),
                at(2, Change.insert(1, 12, "\"customer\": \"c2\"")),
                at(3, Change.insert(1, 10, "\"customer\": \"c1\"")));
        records.forEach(record -> intake(job, true).accept(record, 0));

        records.subList(1, 4).forEach(record -> intake(job, true).accept(record, 0));

        assertThat(forwarded)
                .extracting(arrival -> arrival.task().shardKey() + (arrival.redelivered() ? " again" : ""))
                .containsExactly("c1", "c1", "c2", "c2 again", "c1", "c2", "c2 again");
    }

    @Test
    void shouldRememberNothingNew_whileADocumentLivesWhereItLived() {
        Intake intake = intake(TestJob.named("job").shardKey("/customer"), false);
        intake.accept(at(0, Change.insert(1, 10, "\"customer\": \"c1\"")), 0);
        MemoryRows before = rows.copy();

        intake.accept(at(1, Change.update(1, 11, "\"customer\": \"c1\"")), 0);
        intake.accept(at(2, Change.update(1, 12, "\"customer\": \"c2\"")), 0);
        assertThat(rows.difference(before)).isEmpty();

        intake.accept(at(3, Change.delete(1, 13)), 0);
        intake.accept(at(4, Change.insert(1, 14, "\"customer\": \"c3\"")), 0);
        intake.accept(at(5, Change.update(1, 12, "\"customer\": \"c2\"")), 0);
        assertThat(forwarded)
                .extracting(arrival -> arrival.task().shardKey() + (arrival.redelivered() ? " again" : ""))
                .containsExactly("c1", "c1", "c1", "c1", "c3", "c3 again");
    }

    @Test
    void shouldRememberEachChange_whereADocumentMayStandUnderAnotherTaskId() {
        Intake intake = intake(TestJob.named("job").taskId("/order"), false);

        intake.accept(at(0, Change.insert(1, 10, "\"order\": \"o1\"")), 0);
        intake.accept(at(1, Change.update(1, 12, "\"order\": \"o1\"")), 0);
        // It was a dead letter, and is tried again.
        intake.accept(at(2, Change.update(1, 11, "\"order\": \"o2\"")), 0);

        assertThat(forwarded)
                .extracting(arrival -> arrival.task().key().taskId() + (arrival.redelivered() ? " again" : ""))
                .containsExactly("o1", "o1", "o2 again");
    }

    @Test
    void shouldKnowALateDeleteByTheInsertAfterIt_whateverCameOfThat() {
        TestJob job = TestJob.named("job").when("op == 'd' || doc.paid").shardKey("/customer");
        for (String insert : List.of(
                "\"customer\": \"c3\", \"paid\": true",
                "\"customer\": \"c3\", \"paid\": false",
                "\"customer\": {\"no\": \"scalar\"}, \"paid\": true",
                "\"customer\": \"c3\", \"paid\": \"what is no condition\"")) {
            Intake intake = intake(job, false);
            forwarded.clear();
            intake.accept(at(0, Change.insert(1, 10, "\"customer\": \"c1\", \"paid\": true")), 0);
            intake.accept(at(1, Change.insert(1, 13, insert)), 0);
            intake.accept(at(2, Change.update(1, 14, "\"customer\": \"c3\", \"paid\": true")), 0);

            // As a dead letter that is tried again, or of the other one of two MongoDB shards.
            intake.accept(at(3, Change.delete(1, 12)), 0);
            intake.accept(at(4, Change.update(1, 15, "\"customer\": \"c3\", \"paid\": true")), 0);

            assertThat(forwarded.subList(forwarded.size() - 3, forwarded.size()))
                    .as(insert)
                    .extracting(arrival -> arrival.task().shardKey() + (arrival.redelivered() ? " again" : ""))
                    .containsExactly("c1", "c1 again", "c1");
            rows.clear();
        }
    }

    @Test
    void shouldRememberEachChange_whereOnlyAHashTellsChangesApart() {
        Intake intake = intake(TestJob.named("job").shardKey("/customer"), false);
        for (String changed : List.of("{}", "{\\\"a\\\": 1}", "{}")) {
            OriginalRecord record = at(forwarded.size(), Change.update(1, 10, "\"customer\": \"c1\""));
            String told = record.value().orElseThrow().toString();
            String other = told.replaceFirst(
                    "\"updatedFields\":\"[^}]*}\"", Matcher.quoteReplacement("\"updatedFields\":\"" + changed + "\""));
            intake.accept(new OriginalRecord(record.key(), Optional.of(Raw.of(other)), List.of(), record.origin()), 0);
        }
        assertThat(forwarded).hasSize(3).noneMatch(Arrival::redelivered);
    }

    @Test
    void shouldForgetWhereDocumentsBelonged_whenTheJobWasMigrated() {
        TestJob job = TestJob.named("job").when("op != 'd'").shardKey("/customer");
        TestJob migrated = TestJob.named("job").when("op != 'd'").shardKey("/region");
        Past past = new Past(1, () -> false, Map.of());
        String document = "\"customer\": \"c\", \"region\": \"r\"";

        intake(job, false).accept(at(0, Change.insert(1, 10, document)), 0);
        // A document that nobody has seen since is unknown, and its end nothing to tell.
        intake(migrated, false, past).accept(at(1, Change.delete(1, 11)), 0);
        intake(migrated, false, past).accept(at(2, Change.insert(2, 12, document)), 0);
        intake(migrated, false, past).accept(at(3, Change.delete(2, 13)), 0);
        // Rows of before the first migration have no generation, and are read as ever.
        intake(job, false).accept(at(4, Change.delete(1, 14)), 0);

        assertThat(forwarded)
                .extracting(arrival -> arrival.intent() + " " + arrival.task().shardKey())
                .containsExactly("RUN c", "RUN r", "END r", "END c");
    }

    @Test
    void shouldRunNothingOfASnapshot_whileTheJobIsSeeded() {
        TestJob job = TestJob.named("job").snapshot(Snapshot.SKIP);
        AtomicBoolean seeding = new AtomicBoolean(true);
        Intake intake = intake(job, false, new Past(1, seeding::get, Map.of()));

        intake.accept(at(0, Change.read(1, 10, "\"n\": 1")), 0);
        intake.accept(at(1, Change.update(1, 11, "\"n\": 2")), 0);
        seeding.set(false);
        intake.accept(at(2, Change.read(2, 12, "\"n\": 1")), 0);

        assertThat(forwarded).extracting(Arrival::intent).containsExactly(Intent.SEED, Intent.RUN);
    }

    @Test
    void shouldNotRunAgainWhatTheJobHadBefore_whileItIsSeeded() {
        TestJob job = TestJob.named("job");
        AtomicBoolean seeding = new AtomicBoolean(true);
        Position last = new ChangePositions()
                .of(at(0, Change.insert(1, 10, "\"n\": 1")))
                .orElseThrow();
        Intake intake = intake(job, false, new Past(1, seeding::get, Map.of("penstock.shop.orders-0", last)));

        intake.accept(at(1, Change.insert(2, 9, "\"n\": 1")), 0);
        intake.accept(at(2, Change.insert(1, 10, "\"n\": 1")), 0);
        intake.accept(at(3, Change.read(1, 5, "\"n\": 1")), 0);
        intake.accept(at(4, Change.insert(3, 11, "\"n\": 1")), 0);
        assertThat(forwarded)
                .extracting(
                        arrival -> arrival.intent() + " " + arrival.task().key().taskId())
                .containsExactly("SEED 1", "RUN 3");
        assertThat(emitted)
                .extracting(output -> ((Output.Event) output).kind())
                .containsExactly(TaskEventKind.DUPLICATE, TaskEventKind.DUPLICATE);

        // A database that was put back to an earlier time is heard again, in the end.
        seeding.set(false);
        intake.accept(at(5, Change.insert(4, 9, "\"n\": 1")), 0);
        assertThat(forwarded).hasSize(3);
    }
}

package io.penstock.processor.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.processor.intake.directory.Directory;
import io.penstock.processor.row.MemoryRows;
import io.penstock.processor.row.RowKey;
import io.penstock.processor.row.UnknownFormatException;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.OriginalRecord;
import io.penstock.processor.task.Output;
import io.penstock.processor.task.TaskListener;
import io.penstock.processor.testing.Change;
import io.penstock.processor.testing.TestJob;
import io.penstock.settings.SourceSettings.DocumentMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private final MemoryRows rows = new MemoryRows();
    private final List<Arrival> forwarded = new ArrayList<>();
    private final List<Output> emitted = new ArrayList<>();

    private Intake intake(TestJob job, boolean readsAgain) {
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
        return new Intake(
                new Jobs(List.of(job.settings()), DocumentMode.LOOKUP, 10_000),
                new Directory(rows, Duration.ofDays(7), readsAgain),
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
}

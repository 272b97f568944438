package io.penstock.processor.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.api.Outcome;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.Raw;
import io.penstock.processor.task.TaskListener;
import io.penstock.processor.testing.Change;
import io.penstock.processor.testing.TestJob;
import io.penstock.processor.testing.TestSettings;
import io.penstock.processor.testing.TestStream;
import io.penstock.records.TaskEventKind;
import io.penstock.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

/** A call that a failure breaks off: Kafka Streams has it prepare a commit all the same on the way out. */
class BrokenCallsThroughTopologyTest {
    private static final Map<String, String> AT_LEAST_ONCE = Map.of("processing.guarantee", "at_least_once");

    private Optional<TaskEventKind> broken = Optional.empty();
    private Instant now = TestStream.BEGIN;

    private TestStream stream(TestJob job) {
        Settings settings = TestSettings.streams(TestSettings.of(job), AT_LEAST_ONCE);
        TaskListener breaks = new TaskListener() {
            @Override
            public void happened(TaskEventKind kind, PendingTask task) {
                if (broken.equals(Optional.of(kind))) {
                    throw new IllegalStateException("a bad block");
                }
            }
        };
        return new TestStream(settings, Map.of("job", (task, context) -> Outcome.succeeded()), breaks, () -> now);
    }

    @Test
    void nothingShouldBeWrittenOfASettlementThatIsNotWhole() {
        TestStream stream = stream(TestJob.named("job").queued(""));
        stream.put(Change.insert(1, 10, "\"n\": 1"));
        pass(stream);
        stream.begin().end(new Completion.Succeeded(Raw.of("1")));
        List<String> open = rows(stream, StoreNames.BACKLOG);
        broken = Optional.of(TaskEventKind.SUCCEEDED);
        assertThatThrownBy(() -> pass(stream)).isInstanceOf(StreamsException.class);

        assertThatThrownBy(() -> prepare(stream, StoreNames.COMMITS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("broken off");

        assertThat(rows(stream, StoreNames.BACKLOG)).isNotEmpty().isEqualTo(open);
        stream.close();
    }

    @Test
    void nothingShouldBeRememberedOfAChangeThatWasTakenInByHalf() {
        TestStream stream = stream(TestJob.named("job").taskId("/n"));
        stream.put(Change.insert(1, 10, "\"n\": \"a\""));
        List<String> known = rows(stream, StoreNames.DIRECTORY);
        broken = Optional.of(TaskEventKind.ADMITTED);
        assertThatThrownBy(() -> stream.put(Change.insert(2, 11, "\"n\": \"b\"")))
                .isInstanceOf(StreamsException.class);

        assertThatThrownBy(() -> prepare(stream, StoreNames.INTAKE_COMMITS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("broken off");

        assertThat(rows(stream, StoreNames.DIRECTORY)).isNotEmpty().isEqualTo(known);
        stream.close();
    }

    private void pass(TestStream stream) {
        now = now.plusMillis(100);
        stream.pass(Duration.ofMillis(100));
    }

    private static void prepare(TestStream stream, String commits) {
        ((CommitSignal) stream.store(commits)).flushCache();
    }

    @SuppressWarnings("unchecked") // All stores with rows are of bytes.
    private static List<String> rows(TestStream stream, String name) {
        List<String> rows = new ArrayList<>();
        KeyValueStore<Bytes, byte[]> store = (KeyValueStore<Bytes, byte[]>) stream.store(name);
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            all.forEachRemaining(row -> rows.add(row.key + " = " + Bytes.wrap(row.value)));
        }
        return rows;
    }
}

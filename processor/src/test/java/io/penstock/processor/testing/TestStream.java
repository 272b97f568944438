package io.penstock.processor.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.api.TaskHandler;
import io.penstock.processor.stream.StreamsClient;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.TaskListener;
import io.penstock.processor.turn.RunningAttempt;
import io.penstock.processor.turn.Turn;
import io.penstock.records.Command;
import io.penstock.records.CommandJson;
import io.penstock.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Queue;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The real topology, driven without a broker: changes in, outputs out. */
public final class TestStream implements AutoCloseable {
    public static final String CHANGES = "penstock.shop.orders";
    public static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path state = directory();
    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> changes;
    private final TestOutputTopic<String, byte[]> results;
    private final TestOutputTopic<byte[], byte[]> deadLetters;
    private final TestOutputTopic<String, byte[]> taskEvents;
    private final TestInputTopic<String, byte[]> commands;
    private final TestOutputTopic<String, byte[]> answers;
    private final Queue<Turn> turns = new ArrayDeque<>();
    private boolean closed;

    /** One record of an output topic. */
    public record Written(String key, String value, Map<String, String> headers) {
        public String header(String name) {
            return headers.getOrDefault("penstock." + name, "");
        }

        public JsonNode json() {
            try {
                return JSON.readTree(value);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    public TestStream(Settings settings, Map<String, TaskHandler> handlers) {
        this(settings, handlers, TaskListener.NONE, InstantSource.fixed(BEGIN));
    }

    /**
     * The same with a listener, and with a clock.
     *
     * @param clock the time of day, which begins at {@link #BEGIN}
     */
    public TestStream(
            Settings settings, Map<String, TaskHandler> handlers, TaskListener listener, InstantSource clock) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.application());
        // That of Kafka Streams is the same for all builds of a machine.
        properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        driver = new TopologyTestDriver(
                StreamsClient.topology(settings, handlers, (job, turn) -> turns.add(turn), listener, clock),
                properties,
                BEGIN);
        changes = driver.createInputTopic(CHANGES, new ByteArraySerializer(), new ByteArraySerializer());
        results = driver.createOutputTopic("penstock.results", new StringDeserializer(), new ByteArrayDeserializer());
        deadLetters = driver.createOutputTopic(
                "penstock.dead-letters", new ByteArrayDeserializer(), new ByteArrayDeserializer());
        taskEvents =
                driver.createOutputTopic("penstock.task-events", new StringDeserializer(), new ByteArrayDeserializer());
        commands = driver.createInputTopic("penstock.commands", new StringSerializer(), new ByteArraySerializer());
        answers = driver.createOutputTopic(
                "penstock.command-answers", new StringDeserializer(), new ByteArrayDeserializer());
    }

    public TestStream put(Change... told) {
        for (Change change : told) {
            changes.pipeInput(change.record());
        }
        return this;
    }

    public TestStream put(TestRecord<byte[], byte[]> record) {
        changes.pipeInput(record);
        return this;
    }

    /** One of the topology's stores. */
    public StateStore store(String name) {
        return Objects.requireNonNull(driver.getAllStateStores().get(name), name);
    }

    /** The stream's own time passes, and whoever waits for it looks. The clock that was handed in is its owner's to move. */
    public void pass(Duration time) {
        driver.advanceWallClockTime(time);
    }

    /** All that was handed to the workers comes to this end. */
    public void work(Completion completion) {
        for (Turn turn = turns.poll(); turn != null; turn = turns.poll()) {
            turn.next().ifPresent(attempt -> attempt.end(completion));
        }
    }

    /** The first attempt of what was handed to the workers begins. */
    public RunningAttempt begin() {
        return turns.remove().next().orElseThrow();
    }

    /** What an operator wants. */
    public void command(Command... wanted) {
        for (Command command : wanted) {
            command(command.id(), CommandJson.write(command));
        }
    }

    /** What somebody has written to the topic of commands. */
    public void command(@Nullable String key, byte[] text) {
        commands.pipeInput(key, text);
    }

    /** What was said to commands. */
    public List<Written> answers() {
        return answers.readRecordsToList().stream()
                .map(record -> written(record, record.key()))
                .toList();
    }

    public List<Written> results() {
        return results.readRecordsToList().stream()
                .map(record -> written(record, record.key()))
                .toList();
    }

    public List<Written> deadLetters() {
        return deadLetters.readRecordsToList().stream()
                .map(record -> written(record, record.key() == null ? "" : new String(record.key(), UTF_8)))
                .toList();
    }

    /** The task events. */
    public List<Written> taskEvents() {
        return taskEvents.readRecordsToList().stream()
                .map(record -> written(record, record.key()))
                .toList();
    }

    /** The kinds of the task events, but for those of tasks that simply went through, as {@code job kind task}. */
    public List<String> told() {
        List<String> told = new ArrayList<>();
        for (TestRecord<String, byte[]> record : taskEvents.readRecordsToList()) {
            JsonNode event = written(record, record.key()).json();
            String kind = event.get("event").asText();
            if (!kind.equals("admitted") && !kind.equals("succeeded")) {
                told.add(event.get("job").asText() + " " + kind + " " + record.key());
            }
        }
        return told;
    }

    private static Written written(TestRecord<?, byte[]> record, String key) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), new String(header.value(), UTF_8));
        }
        return new Written(key, new String(record.value(), UTF_8), headers);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        driver.close();
        try {
            Utils.delete(state.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path directory() {
        try {
            return Files.createTempDirectory("penstock-topology-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

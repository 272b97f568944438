package io.penstock.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.cli.CommandRun;
import io.penstock.cli.process.StopSignal;
import io.penstock.cli.topics.Extent;
import io.penstock.cli.topics.KafkaAccess;
import io.penstock.cli.topics.RecordReader;
import io.penstock.embedded.kafka.EmbeddedBroker;
import io.penstock.processor.App;
import io.penstock.processor.task.TaskListener;
import io.penstock.settings.Settings;
import io.penstock.settings.file.SettingsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators do, through the command, with a real broker and a real processor. */
class OperateCommandsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String SHARDED = """
              - name: invoice
                collection: shop.orders
                handler: io.penstock.cli.command.OnDemandHandler
                shard-key: /customer
                max-attempts: 1
                quarantine: {after: 2}
            """;
    private static final String LOCAL = """
              - name: invoice
                collection: shop.orders
                handler: io.penstock.cli.command.OnDemandHandler
                max-attempts: 1
            """;

    private final ObjectMapper json = new ObjectMapper();

    private static final AtomicInteger DEPLOYMENTS = new AtomicInteger();

    private static EmbeddedBroker broker;
    private static KafkaProducer<String, String> producer;

    /** Each case has a deployment of its own, on the broker of all. */
    private final String application = "operate-" + DEPLOYMENTS.incrementAndGet();

    @TempDir
    Path folder;

    private Path file;

    @BeforeAll
    static void startBroker(@TempDir Path data) {
        broker = EmbeddedBroker.start(data, 0);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()), new StringSerializer(), new StringSerializer());
    }

    @AfterAll
    static void stopBroker() {
        producer.close();
        broker.close();
    }

    @BeforeEach
    void start() {
        OnDemandHandler.breakAgain();
        file = folder.resolve("penstock.yaml");
    }

    @Test
    void lane_isSetAside_released_andWhatItLostIsTriedAgain() throws Exception {
        try (App app = processor(SHARDED)) {
            tell(1, "c17", "fail");
            tell(2, "c17", "fail");
            tell(3, "c17", "work");
            await().atMost(PATIENCE).until(() -> events().contains("quarantined 2"));
            tell(4, "c17", "work");
            tell(5, "c18", "work");
            awaitResults("5");
            OnDemandHandler.mend();

            CommandRun release = run("release", "--job", "invoice", "c17");
            assertThat(release.err()).isEmpty();
            assertThat(release.out())
                    .startsWith("Lane c17 of job invoice released:")
                    .contains("will run");
            assertThat(release.exitCode()).isZero();
            awaitResults("5", "3", "4");

            assertThat(run("release", "--job", "invoice", "c17").exitCode()).isEqualTo(1);
            CommandRun dryRun = run("retry", "--job", "invoice", "--dry-run");
            assertThat(dryRun.lines()).hasSize(2);
            CommandRun retry = run("retry", "--job", "invoice", "--reason", "rejected", "--since", "1h");
            assertThat(retry.out()).contains("2 tasks tried again");
            assertThat(retry.exitCode()).isZero();
            awaitResults("5", "3", "4", "1", "2");
            CommandRun again = run("retry", "1", "2");
            assertThat(again.out()).contains("2 tried again before, discarded, or done");
            discardOne();
            retire();
            awaitRunning(app);
        }
        assertThat(events())
                .contains("released 3", "retried 1", "retried 2", "discarded 6", "job-retired ", "cancelled 7");
    }

    private void discardOne() throws Exception {
        OnDemandHandler.breakAgain();
        tell(6, "c19", "fail");
        await().atMost(PATIENCE).until(() -> events().contains("dead-lettered 6"));
        CommandRun dryRun = run("dead-letters", "discard", "6", "--dry-run");
        assertThat(dryRun.lines()).hasSize(1);
        assertThat(dryRun.err()).contains("Would be discarded: 1 task");
        CommandRun discard = run("dead-letters", "discard", "6");
        assertThat(discard.out()).contains("1 task discarded");
        assertThat(discard.exitCode()).isZero();
        OnDemandHandler.mend();
        assertThat(run("dead-letters", "retry", "6").out()).contains("1 tried again before, discarded, or done");
        CommandRun nothing = run("dead-letters", "discard", "--job", "invoice", "--until", "2020-01-01T00:00:00Z");
        assertThat(nothing.out()).contains("No dead letter is like that");
        CommandRun nobodys = run("dead-letters", "discard", "--job", "nobodys");
        assertThat(nobodys.exitCode()).isEqualTo(1);
        assertThat(nobodys.out())
                .isEqualTo(run("pause", "--job", "nobodys").out())
                .startsWith("No job is called 'nobodys'");
        assertThat(run("dead-letters", "discard").exitCode()).isEqualTo(2);
        assertThat(run("dead-letters", "discard", "--since", "yesterday").err()).contains("--since", "2h");
    }

    private void retire() throws Exception {
        assertThat(run("jobs", "retire", "invoice").err()).contains("--open");
        assertThat(run("jobs", "retire", "nobodys", "--open", "finish").err()
                        + run("jobs", "retire", "nobodys", "--open", "finish").out())
                .contains("No job is called 'nobodys'");
        CommandRun retire = run("jobs", "retire", "invoice", "--open", "finish");
        assertThat(retire.err()).doesNotContain("Exception");
        assertThat(retire.out()).contains("Job invoice is retired: take it out of the configuration");
        assertThat(retire.exitCode()).isZero();
        tell(7, "c20", "work");
        await().atMost(PATIENCE).until(() -> events().contains("cancelled 7"));
        assertThat(run("retry", "6").err()).contains("is being retired, or is");
        assertThat(run("jobs", "resume", "invoice").out()).contains("takes on tasks again");
        OnDemandHandler.mend();
        tell(8, "c20", "work");
        await().atMost(PATIENCE).until(() -> events().contains("succeeded 8"));
    }

    @Test
    void job_isPausedOverARestart_andCancelledTasksDoNotRun() throws Exception {
        try (App app = processor(SHARDED)) {
            assertThat(run("pause", "--job", "invoice").out()).contains("Job invoice is paused");
            tell(1, "c17", "work");
            tell(2, "c18", "work");
            await().atMost(PATIENCE).until(() -> events().containsAll(List.of("admitted 1", "admitted 2")));
            awaitRunning(app);
        }
        try (App app = processor(SHARDED)) {
            CommandRun cancel = run("cancel", "--job", "invoice", "2");
            assertThat(cancel.out()).contains("Task 2 of job invoice cancelled");
            assertThat(OnDemandHandler.calls()).isEmpty();
            assertThat(run("resume", "--job", "invoice").out()).contains("goes on");
            awaitResults("1");
            assertThat(run("cancel", "--job", "invoice", "2").exitCode()).isEqualTo(1);
            awaitRunning(app);
        }
        assertThat(OnDemandHandler.calls()).containsExactly("1");
    }

    @Test
    void runningTask_isCancelled_retriedWithoutAShardKey_andForgotten() throws Exception {
        try (App app = processor(LOCAL)) {
            tell(1, "c17", "hang");
            tell(2, "c17", "fail");
            await().atMost(PATIENCE).until(() -> events().containsAll(List.of("started 1", "dead-lettered 2")));
            assertThat(run("cancel", "--job", "invoice", "1").out()).contains("cancelled");
            OnDemandHandler.mend();
            assertThat(run("retry", "2").out()).contains("1 task tried again");
            awaitResults("2");

            CommandRun forget = run("forget", "--job", "invoice", "2");
            assertThat(forget.exitCode()).isZero();
            assertThat(forget.out())
                    .contains(
                            "Task 2 of job invoice is forgotten",
                            application + ".results",
                            "7 d",
                            application + ".shop.orders");
            assertThat(run("forget", "--job", "invoice", "2").exitCode()).isEqualTo(1);
            awaitRunning(app);
        }
    }

    @Test
    void record_thatNeverBecameATask_goesThroughIntakeAgain() throws Exception {
        String withCondition = LOCAL.replace("max-attempts: 1", "when: 1 / (doc._id - 1) > 0");
        try (App app = processor(withCondition)) {
            tell(1, "c17", "work");
            await().atMost(PATIENCE).until(() -> deadLetters().size() == 1);
            awaitRunning(app);
        }
        try (App app = processor(LOCAL)) {
            assertThat(run("retry", "--reason", "condition-failed").out()).contains("1 put back on their topics");
            awaitResults("1");
            awaitRunning(app);
        }
    }

    @Test
    void unansweredCommand_saysWhoIsSilent_andUnknownJobsAreTold() throws Exception {
        try (App app = processor(SHARDED)) {
            CommandRun unknown = run("pause", "--job", "invoices", "--json");
            assertThat(unknown.exitCode()).isEqualTo(1);
            assertThat(unknown.lines())
                    .hasSize(4)
                    .allSatisfy(
                            line -> assertThat(read(line).get("code").asText()).isEqualTo("unknown-job"));
            awaitRunning(app);
        }
        CommandRun silent = run("pause", "--job", "invoice", "--timeout", "500ms");
        assertThat(silent.exitCode()).isEqualTo(1);
        assertThat(silent.err()).contains("0, 1, 2, 3", "penstock run");
    }

    @Test
    void whatIsOpenInSeveralProcesses_isListedTogether() throws Exception {
        Settings settings = settings(SHARDED);
        try (LookedProcess one = new LookedProcess(settings, folder.resolve("one"));
                LookedProcess other = new LookedProcess(settings, folder.resolve("other"))) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(one.ask("/status").path("instances"))
                            .hasSize(2)
                            .allMatch(each -> each.path("partitions").size() > 0));
            assertThat(run("jobs", "pause", "invoice").out()).contains("Job invoice is paused");
            for (int id = 1; id <= 12; id++) {
                tell(id, "c" + (id <= 4 ? 0 : id), id == 12 ? "fail" : "work");
            }
            await().atMost(PATIENCE).until(() -> listed("tasks", "list").size() == 12);
            lists();
            for (LookedProcess process : List.of(one, other)) {
                assertThat(process.ask("/tasks").path("unanswered")).isEmpty();
                assertThat(process.ask("/tasks", "taskId")).hasSize(12).doesNotHaveDuplicates();
                assertThat(process.ask("/lanes?show=hot", "lane")).hasSize(9).contains("c0");
            }
            // Of each process its own, and every one of them in one of the two.
            assertThat(one.ask("/tasks?scope=this", "taskId"))
                    .isNotEmpty()
                    .hasSizeLessThan(12)
                    .doesNotContainAnyElementsOf(other.ask("/tasks?scope=this", "taskId"));
            assertThat(one.ask("/lanes?show=hot&scope=this", "lane"))
                    .isNotEmpty()
                    .hasSizeLessThan(9)
                    .doesNotContainAnyElementsOf(other.ask("/lanes?show=hot&scope=this", "lane"));

            assertThat(run("jobs", "resume", "invoice").out()).contains("Job invoice goes on");
            await().atMost(PATIENCE).until(() -> events().contains("dead-lettered 12"));
            await().atMost(PATIENCE).until(() -> listed("tasks", "list").isEmpty());
            OnDemandHandler.mend();
            assertThat(run("retry", "12", "--rate", "5").out()).contains("1 task tried again");
            await().atMost(PATIENCE).until(() -> events().contains("succeeded 12"));
        }
    }

    private void lists() {
        assertThat(run("tasks", "list").lines())
                .hasSize(13)
                .anyMatch(line -> line.matches("invoice +1 +c0 +paused +.*"));
        assertThat(listed("tasks", "list", "--job", "invoice")).hasSize(12);
        assertThat(listed("tasks", "list", "--job", "nobodys")).isEmpty();
        assertThat(listed("tasks", "list", "--state", "paused")).hasSize(12);
        assertThat(listed("tasks", "list", "--state", "ready")).isEmpty();
        assertThat(listed("tasks", "list", "--lane", "c0"))
                .extracting(task -> task.path("taskId").asText())
                .containsExactlyInAnyOrder("1", "2", "3", "4");
        assertThat(listed("tasks", "list", "--older-than", "1ms")).hasSize(12);
        assertThat(listed("tasks", "list", "--older-than", "1h")).isEmpty();
        // Of each process.
        assertThat(listed("tasks", "list", "--limit", "1")).hasSize(2);
        assertThat(listed("lanes", "list", "--hot")).hasSize(9).anySatisfy(lane -> {
            assertThat(lane.path("lane").asText()).isEqualTo("c0");
            assertThat(lane.path("tasks").asInt()).isEqualTo(4);
            assertThat(lane.path("paused").asBoolean()).isTrue();
        });
        assertThat(run("lanes", "list", "--hot").lines()).anyMatch(line -> line.matches("invoice +c0 +4 +0 +paused"));
    }

    private List<JsonNode> listed(String... arguments) {
        CommandRun run =
                run(Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.lines().stream().map(this::read).toList();
    }

    private Settings settings(String jobs) throws IOException {
        Files.writeString(file, """
                application: %s
                source: {prefix: %s}
                kafka: {bootstrap.servers: "%s"}
                topics: {partitions: 4, replication: 1}
                task-events: all
                http: {port: 0}
                jobs:
                %s""".formatted(application, application, broker.bootstrapServers(), jobs));
        var reading = SettingsFile.read(file);
        return reading.settings().orElseThrow(() -> new AssertionError(reading.problems()));
    }

    private App processor(String jobs) throws IOException {
        Settings settings = settings(jobs);
        App app = new App(settings, folder.resolve("state"), TaskListener.NONE);
        app.start(failure -> {
            throw new AssertionError("The processor failed", failure);
        });
        awaitRunning(app);
        return app;
    }

    /** Partitions that move interrupt the work for a moment. */
    private static void awaitRunning(App app) {
        await().atMost(PATIENCE).until(app::isRunning);
    }

    private void tell(int id, String customer, String does) throws Exception {
        ObjectNode envelope = json.createObjectNode();
        envelope.putNull("before");
        envelope.put("after", "{\"_id\": %d, \"customer\": \"%s\", \"does\": \"%s\"}".formatted(id, customer, does));
        envelope.putObject("source")
                .put("connector", "mongodb")
                .put("ts_ms", 1_000L * id)
                .put("snapshot", "false")
                .put("db", "shop")
                .put("collection", "orders")
                .put("ord", 1);
        envelope.put("op", "c").put("ts_ms", 1_000L * id);
        String key = json.createObjectNode().put("id", Integer.toString(id)).toString();
        // One partition, so that changes come in order.
        producer.send(new ProducerRecord<>(application + ".shop.orders", 0, key, envelope.toString()))
                .get();
    }

    private void awaitResults(String... taskIds) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(run("results", "--json").lines().stream()
                                .map(line -> read(line).get("task_id").asText()))
                        .containsExactlyInAnyOrder(taskIds));
    }

    private List<String> events() {
        List<String> events = new ArrayList<>();
        var reader = new RecordReader(
                new KafkaAccess(Map.of("bootstrap.servers", broker.bootstrapServers())), new StopSignal());
        reader.read(application + ".task-events", Extent.WHAT_IS_THERE, record -> {
            JsonNode event = read(new String(record.value(), UTF_8));
            return events.add(
                    event.get("event").asText() + " " + event.path("task_id").asText());
        });
        return events;
    }

    private List<String> deadLetters() {
        return run("dead-letters", "--json").lines();
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(Stream.concat(Arrays.stream(arguments), Stream.of("--config", file.toString()))
                .toArray(String[]::new));
    }

    private JsonNode read(String line) {
        try {
            return json.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

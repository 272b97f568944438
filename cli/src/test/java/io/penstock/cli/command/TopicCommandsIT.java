package io.penstock.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.cli.CommandRun;
import io.penstock.cli.Penstock;
import io.penstock.cli.process.StopSignal;
import io.penstock.embedded.kafka.EmbeddedBroker;
import io.penstock.records.DeadLetterReason;
import io.penstock.records.HeaderNames;
import io.penstock.records.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One broker for all: the tests only look, each at a deployment of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TopicCommandsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Topics SHOP = new Topics("shop");
    private static final Topics LIVE = new Topics("live");
    private static final Topics IDLE = new Topics("idle");

    private final ObjectMapper json = new ObjectMapper();
    private final EmbeddedBroker broker;
    private final Path directory;

    TopicCommandsIT(@TempDir Path directory) {
        this.directory = directory;
        this.broker = EmbeddedBroker.start(directory.resolve("broker"), 0);
    }

    @BeforeAll
    void fillTopics() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic(SHOP.results(), 2, (short) 1),
                            new NewTopic(SHOP.deadLetters(), 1, (short) 1),
                            new NewTopic(LIVE.results(), 2, (short) 1),
                            new NewTopic(IDLE.results(), 1, (short) 1),
                            new NewTopic(IDLE.deadLetters(), 1, (short) 1),
                            new NewTopic("penstock.store.orders", 1, (short) 1),
                            new NewTopic("stray", 1, (short) 1)))
                    .all()
                    .get();
        }
        try (KafkaProducer<String, String> producer = producer("filler")) {
            producer.initTransactions();
            producer.beginTransaction();
            for (int i = 0; i < 10; i++) {
                producer.send(result(SHOP, "o-" + i)).get();
            }
            producer.send(deadLetter()).get();
            producer.commitTransaction();
            producer.beginTransaction();
            producer.send(result(SHOP, "aborted")).get();
            producer.abortTransaction();
        }
    }

    @AfterAll
    void closeBroker() {
        broker.close();
    }

    @Test
    void results_showsWhatIsCommittedAndEnds() throws Exception {
        CommandRun people = run("results", "--application", "shop");
        CommandRun programs = run("results", "--application", "shop", "--json");

        assertThat(people.exitCode()).isZero();
        assertThat(people.err()).isEmpty();
        assertThat(people.lines()).hasSize(11);
        assertThat(people.lines().get(0)).startsWith("TIME").contains("JOB", "TASK ID", "RESULT");
        assertThat(people.out()).contains("invoice", "o-9").doesNotContain("aborted");
        assertThat(programs.lines()).hasSize(10);
        assertThat(json.readTree(programs.lines().get(0)).get("task_id").asText())
                .startsWith("o-");
    }

    @Test
    void whereThereIsNothing_peopleSeeAHeading_andProgramsNothing() {
        for (String command : List.of("results", "dead-letters")) {
            assertThat(run(command, "--application", "idle").out())
                    .startsWith("TIME")
                    .hasLineCount(1);
            assertThat(run(command, "--application", "idle", "--json").out()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dead-letters show 1", "retry 1 --dry-run", "dead-letters discard o-1 1 --dry-run"})
    void idThatReadsAsANumber_andIsNotFound_maybeHasQuotes(String command) {
        CommandRun run = run((command + " --application idle").split(" ", -1));

        assertThat(run.err()).contains("write '\"1\"' in the shell");
        assertThat(run((command + " --application idle").replace(" 1", " o-2").split(" ", -1))
                        .err())
                .isNotBlank()
                .doesNotContain("in the shell");
    }

    @Test
    void results_withALimit_endsAfterSoMany() {
        assertThat(run("results", "--application", "shop", "--json", "--limit", "3")
                        .lines())
                .hasSize(3);
    }

    @Test
    void results_thatAreFollowed_comeAsTheyAreCommitted_untilTheEndIsWished() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StopSignal stop = new StopSignal();
        CompletableFuture<Integer> exitCode = CompletableFuture.supplyAsync(
                () -> Penstock.commandLine(CommandRun.surroundings(out, new ByteArrayOutputStream(), stop))
                        .execute(
                                "results",
                                "--follow",
                                "--from-beginning",
                                "--application",
                                "live",
                                "--bootstrap-server",
                                broker.bootstrapServers()));

        try (KafkaProducer<String, String> producer = producer("live")) {
            producer.initTransactions();
            for (String id : List.of("first", "second")) {
                producer.beginTransaction();
                producer.send(result(LIVE, id)).get();
                producer.commitTransaction();
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(out.toString(UTF_8)).contains(id));
            }
        }
        stop.request();

        assertThat(exitCode.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isZero();
    }

    @Test
    void deadLetters_areShownAsBlocks_andAsJson() throws Exception {
        CommandRun people = run("dead-letters", "--application", "shop");
        CommandRun programs = run("dead-letters", "--application", "shop", "--output", "json");

        assertThat(people.out())
                .contains("error  not-json", "task", "remedy    Find out who writes", "penstock.store.orders");
        JsonNode letter = json.readTree(programs.out());
        assertThat(letter.get("reason").asText()).isEqualTo("not-json");
        assertThat(letter.get("value").asText()).isEqualTo("{oops");
        CommandRun export =
                run("dead-letters", "export", directory.resolve("one.jsonl").toString(), "--application", "shop");
        assertThat(export.out()).startsWith("1 dead letter written to");
        assertThat(export.err()).contains("[####################] 100 % read, 1 dead letter");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "results",
                "dead-letters",
                "dead-letters list",
                "dead-letters show o-1",
                "retry o-1 --dry-run",
                "dead-letters discard o-1",
            })
    void readingThatIsCutOff_hasFailed_andSaysThatThereMayBeMore(String command) {
        StopSignal stop = new StopSignal();
        stop.request();

        CommandRun run = run(stop, (command + " --application shop").split(" ", -1));

        assertThat(run.exitCode()).as(run.toString()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("penstock: Stopped before everything was read: ")
                .hasLineCount(1);
    }

    @Test
    void export_isThereAsAWhole_orNotAtAll() throws Exception {
        Path file = directory.resolve("letters.jsonl");
        StopSignal stop = new StopSignal();
        stop.request();

        CommandRun cutOff = run(stop, "dead-letters", "export", file.toString(), "--application", "shop");
        assertThat(cutOff.exitCode()).isEqualTo(1);
        assertThat(cutOff.out()).isEmpty();
        assertThat(cutOff.err()).contains("nothing was written to " + file);
        assertThat(run("dead-letters", "export", file.toString(), "--application", "nobody")
                        .exitCode())
                .isEqualTo(1);
        assertThat(file).doesNotExist();
        assertThat(run("dead-letters", "export", file.toString(), "--application", "shop")
                        .exitCode())
                .isZero();
        String letters = Files.readString(file);
        assertThat(letters).contains("{oops");

        assertThat(run("dead-letters", "export", file.toString(), "--application", "idle")
                        .err())
                .contains("--force");
        assertThat(run(stop, "dead-letters", "export", file.toString(), "--application", "idle", "--force")
                        .exitCode())
                .isEqualTo(1);
        assertThat(file).hasContent(letters);
        Path link = Files.createSymbolicLink(directory.resolve("link.jsonl"), file);
        assertThat(run("dead-letters", "export", link.toString(), "--application", "idle", "--force")
                        .exitCode())
                .isZero();
        assertThat(file).isEmptyFile();
        assertThat(link).isSymbolicLink();
        assertThat(directory).isDirectoryNotContaining("glob:**.part");

        Path part = Files.writeString(directory.resolve("letters.jsonl.part"), "mine");
        CommandRun inTheWay = run("dead-letters", "export", file.toString(), "--application", "shop", "--force");
        assertThat(inTheWay.exitCode()).isEqualTo(1);
        assertThat(inTheWay.err()).contains(part + " is in the way");
        assertThat(part).hasContent("mine");
        assertThat(file).isEmptyFile();
        Files.delete(part);
    }

    @Test
    void topics_areExplained() throws Exception {
        CommandRun people = run("topics", "--application", "shop");
        CommandRun programs = run("topics", "--application", "shop", "--json");

        assertThat(people.exitCode()).isZero();
        assertThat(people.lines())
                .anySatisfy(line -> assertThat(line).contains("shop.results", "B", "results: one for each task"))
                .anySatisfy(line -> assertThat(line).contains("changes of the collection store.orders"));
        assertThat(people.out()).doesNotContain("stray");
        JsonNode results = programs.lines().stream()
                .map(this::read)
                .filter(topic -> topic.get("topic").asText().equals("shop.results"))
                .findFirst()
                .orElseThrow();
        assertThat(results.get("partitions").asInt()).isEqualTo(2);
        assertThat(results.get("records").asLong()).isGreaterThanOrEqualTo(11);
        assertThat(results.get("bytes").asLong()).isPositive();
    }

    @Test
    void topics_ofEverybody_areShownOnRequest() {
        assertThat(run("topics", "--all").out()).contains("stray", "__transaction_state");
    }

    @Test
    void topicThatIsNotThere_isToldWithWhatToDo() {
        CommandRun run = run("results", "--application", "nobody");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("nobody.results", broker.bootstrapServers(), "--application");
        assertThat(run.err().lines()).hasSize(1);
    }

    @Test
    void embeddedBrokersAddress_isFoundThroughTheConfigurationFile() throws Exception {
        Path file = directory.resolve("penstock.yaml");
        Files.writeString(file, """
                application: shop
                broker:
                  data: %s
                jobs:
                  - name: invoice
                    collection: store.orders
                    handler: document
                """.formatted(directory.resolve("broker")));

        CommandRun run = CommandRun.of("results", "--config", file.toString(), "--limit", "1", "--json");

        assertThat(run.err()).isEmpty();
        assertThat(run.lines()).hasSize(1);
    }

    private CommandRun run(String... arguments) {
        return run(new StopSignal(), arguments);
    }

    private CommandRun run(StopSignal stop, String... arguments) {
        return CommandRun.of(
                stop,
                Stream.concat(Arrays.stream(arguments), Stream.of("--bootstrap-server", broker.bootstrapServers()))
                        .toArray(String[]::new));
    }

    private JsonNode read(String line) {
        try {
            return json.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private KafkaProducer<String, String> producer(String transactionalId) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", transactionalId),
                new StringSerializer(),
                new StringSerializer());
    }

    private static ProducerRecord<String, String> result(Topics topics, String taskId) {
        ProducerRecord<String, String> result = new ProducerRecord<>(topics.results(), taskId, "{\"done\":true}");
        result.headers()
                .add(HeaderNames.JOB, "invoice".getBytes(UTF_8))
                .add(HeaderNames.TASK_ID, taskId.getBytes(UTF_8));
        return result;
    }

    private static ProducerRecord<String, String> deadLetter() {
        DeadLetterReason reason = DeadLetterReason.NOT_JSON;
        ProducerRecord<String, String> letter = new ProducerRecord<>(SHOP.deadLetters(), "o-1", "{oops");
        letter.headers()
                .add(HeaderNames.REASON, reason.text().getBytes(UTF_8))
                .add(HeaderNames.SEVERITY, reason.severity().text().getBytes(UTF_8))
                .add(HeaderNames.REMEDY, reason.remedy().getBytes(UTF_8))
                .add(HeaderNames.TASK_ID, "o-1".getBytes(UTF_8))
                .add(HeaderNames.SOURCE_TOPIC, "penstock.store.orders".getBytes(UTF_8));
        return letter;
    }
}

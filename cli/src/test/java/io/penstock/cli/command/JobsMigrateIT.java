package io.penstock.cli.command;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.set;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.penstock.cli.CommandRun;
import io.penstock.cli.Penstock;
import io.penstock.cli.process.StopSignal;
import io.penstock.connectors.engine.ChangeEngine;
import io.penstock.connectors.engine.EngineListener;
import io.penstock.connectors.engine.EngineState;
import io.penstock.embedded.kafka.EmbeddedBroker;
import io.penstock.embedded.mongodb.MongoStandIn;
import io.penstock.embedded.mongodb.StandInOptions;
import io.penstock.processor.App;
import io.penstock.processor.registry.JobsTopic;
import io.penstock.processor.registry.Register;
import io.penstock.processor.task.TaskListener;
import io.penstock.records.JobIdentity;
import io.penstock.records.JobsRecord.Deployment;
import io.penstock.records.JobsRecord.Job;
import io.penstock.records.JobsRecord.Move;
import io.penstock.records.JobsRecord.Stage;
import io.penstock.records.Layout;
import io.penstock.records.Topics;
import io.penstock.settings.Settings;
import io.penstock.settings.file.SettingsFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that become something else, through the command, with a real broker, a real engine and a real processor. */
class JobsMigrateIT {
    /** A thread for each: from Java 25 on the common pool has only one on two processors. */
    private static final Executor THREADS = task -> new Thread(task).start();

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static EmbeddedBroker broker;
    private final ObjectMapper json = new ObjectMapper();

    @TempDir
    Path folder;

    private MongoStandIn database;
    private MongoClient client;
    private Path file;
    private String application = "";

    @BeforeAll
    static void startBroker(@TempDir Path data) {
        broker = EmbeddedBroker.start(data, 0);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void start() {
        OnDemandHandler.breakAgain();
        database = MongoStandIn.start(StandInOptions.defaults());
        // As far as the roles reach that the documentation asks for.
        database.faults().forbidOutside("listCollections", "shop");
        client = MongoClients.create(database.uri());
        file = folder.resolve("penstock.yaml");
    }

    @AfterEach
    void stop() {
        client.close();
        database.close();
    }

    @Test
    void jobWithAnotherIdentity_isRefused_drained_andSeeded_andNothingIsLostOrDoubled() throws Exception {
        application = "identity";
        configure(4, "shard-key: /customer");
        try (ChangeEngine engine = engine()) {
            try (App app = processor()) {
                insert(1, "work");
                insert(2, "work");
                awaitResults("1", "2");
                insert(3, "hang");
                insert(4, "work");
                await().atMost(PATIENCE).until(() -> OnDemandHandler.calls().contains("3"));
                awaitRunning(app);
            }
            insert(5, "work");

            configure(4, "shard-key: /region, task-id: /number");
            CommandRun refused = run("run");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err())
                    .contains(
                            file + ":13:",
                            "The task-id of job 'invoice' was the document's id and is /number.",
                            "The shard-key of job 'invoice' was /customer and is /region.",
                            "penstock jobs migrate invoice --config " + file);

            anInterruptedMigration_goesOnWhereItWas();

            awaitResults("1", "2", "3", "4");
            try (App app = processor()) {
                awaitResults("1", "2", "3", "4", "n5", "n6");
                orders().updateOne(eq("_id", 1), set("total", 7));
                insert(7, "work");
                awaitResults("1", "2", "3", "4", "n5", "n6", "n1", "n7");
                // Too late to refuse it: the job would be seeded for ever.
                Document unreadable = new Document("_id", new Date(0)).append("number", "n0");
                orders().insertOne(unreadable.append("region", "r0").append("does", "work"));

                CommandRun seeded = run("jobs", "migrate", "invoice", "--state", state());
                assertThat(seeded.err() + seeded.out()).contains("Migrated: invoice.");
                assertThat(seeded.err()).contains("Left out of shop.orders", "of the type 'date'");
                assertThat(seeded.exitCode()).isZero();

                // The directory knows it under the new identity, though no change has told it since.
                orders().deleteOne(eq("_id", 2));
                insert(8, "work");
                awaitResults("1", "2", "3", "4", "n5", "n6", "n1", "n7", "n0", "n8", "n2");
                String numbers = "{\"_id\": {\"$type\": \"number\"}}";
                assertThat(run("snapshot", "shop.orders", "--filter", numbers).exitCode())
                        .isZero();
                insert(9, "work");
                awaitResults("1", "2", "3", "4", "n5", "n6", "n1", "n7", "n0", "n8", "n2", "n9");
                awaitRunning(app);
            }
            assertThat(run("jobs", "migrate", "invoice").out()).contains("Nothing to migrate");
            assertThat(run("dead-letters", "list", "--json").lines()).isEmpty();
            awaitStreaming(engine);
        }
    }

    private void anInterruptedMigration_goesOnWhereItWas() throws Exception {
        StopSignal stop = new StopSignal();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        CompletableFuture<Integer> interrupted = CompletableFuture.supplyAsync(
                () -> Penstock.commandLine(CommandRun.surroundings(out, err, stop))
                        .execute(with("jobs", "migrate", "invoice", "--state", state())),
                THREADS);
        await().atMost(PATIENCE).until(() -> err.toString(UTF_8).contains("of 4 partitions are drained"));
        insert(6, "work");
        stop.request();
        assertThat(interrupted.get()).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("Called again, this goes on where it was.");

        CommandRun refused = run("run");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("under way", "penstock jobs migrate invoice --config " + file);

        OnDemandHandler.mend();
        CommandRun drained = run("jobs", "migrate", "invoice", "--drain-only", "--state", state());
        assertThat(drained.err() + drained.out()).contains("Drained: invoice.", "Start the processors");
        assertThat(drained.exitCode()).isZero();
    }

    @Test
    void allJobs_moveToOtherPartitions_andToShardKeys() throws Exception {
        application = "layout";
        OnDemandHandler.mend();
        configure(3, "max-attempts: 2, content: [/does]");
        Topics neighbour = new Topics(application + "-eu");
        make(neighbour.ledger());
        try (ChangeEngine engine = engine()) {
            try (App app = processor()) {
                insert(1, "work");
                insert(2, "work");
                awaitResults("1", "2");
                assertThat(run("jobs", "migrate", "--all").out()).contains("Nothing to migrate");
                configure(5, "shard-key: /customer, content: [/does]");
                assertThat(run("jobs", "migrate", "invoice").exitCode()).isEqualTo(2);
                awaitRunning(app);
            }
            CommandRun refused = run("run");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err())
                    .contains("topics.partitions was 3 and is 5.", "shard key", "penstock jobs migrate --all");
            insert(3, "work");
            CommandRun drained = run("jobs", "migrate", "--all", "--drain-only", "--state", state());
            assertThat(drained.err() + drained.out()).contains("Drained: invoice.");
            assertThat(drained.exitCode()).isZero();

            itIsAsIfItHadBeenKilled_whenTheTopicsWereGone();
            drained = run("jobs", "migrate", "--all", "--drain-only", "--state", state());
            assertThat(drained.err() + drained.out()).contains("Drained: invoice.");
            try (App app = processor()) {
                awaitResults("1", "2", "3");
                CommandRun seeded = whileChangesComeWithoutEnd();
                assertThat(seeded.err() + seeded.out()).contains("Migrated: invoice.");
                assertThat(seeded.exitCode()).isZero();
                orders().updateOne(eq("_id", 1), set("does", "more"));
                orders().deleteOne(eq("_id", 2));
                insert(4, "work");
                // With one that comes last: what the seed had run would stand beside it.
                awaitResults("1", "2", "3", "1", "2", "4");
                awaitRunning(app);
            }
            assertThat(run("topics", "--json").lines().stream()
                            .filter(line -> line.contains("layout-tasks-repartition")))
                    .singleElement()
                    .asString()
                    .contains("\"partitions\":5");
            assertThat(topics()).contains(neighbour.ledger());
            awaitStreaming(engine);
        }
        // Its topic has five partitions, and that of the orders still three.
        String greet = "  - {name: greet, collection: shop.people, handler: io.penstock.cli.command.OnDemandHandler}";
        Files.writeString(file, greet, StandardOpenOption.APPEND);
        try (App app = processor()) {
            awaitRunning(app);
        }
    }

    /** What is recorded last, after all that is drained is gone, is not there. */
    private void itIsAsIfItHadBeenKilled_whenTheTopicsWereGone() {
        try (JobsTopic jobs = new JobsTopic(settings())) {
            Register register = jobs.read();
            Job job = register.job("invoice").orElseThrow();
            Deployment now = register.deployment().orElseThrow();
            Move draining = new Move(Stage.DRAINING, job.identity());
            JobIdentity was = new JobIdentity(
                    job.identity().collections(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
            jobs.write(new Deployment(new Layout(false, 3), now.generation(), Optional.of(now.layout())));
            jobs.write(new Job("invoice", was, 0, Map.of(), Optional.of(draining)));
        }
        assertThat(run("run").err()).contains("under way", "penstock jobs migrate --all");
    }

    private CommandRun whileChangesComeWithoutEnd() throws Exception {
        CountDownLatch enough = new CountDownLatch(1);
        CompletableFuture<Void> changes = CompletableFuture.runAsync(
                () -> {
                    // Without end, and not faster than an engine can follow: then nobody would come to the snapshot's
                    // signals.
                    for (int i = 0; !isOver(enough); i++) {
                        orders().updateOne(eq("_id", 3), set("noise", i));
                    }
                },
                THREADS);
        try {
            return CompletableFuture.supplyAsync(() -> run("jobs", "migrate", "--all", "--state", state()), THREADS)
                    .get(10, TimeUnit.MINUTES);
        } finally {
            enough.countDown();
            changes.get();
        }
    }

    private static boolean isOver(CountDownLatch enough) {
        try {
            return enough.await(2, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void make(String topic) throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
    }

    private static Set<String> topics() throws Exception {
        try (Admin admin = admin()) {
            return admin.listTopics().names().get();
        }
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    private void configure(int partitions, String keys) throws IOException {
        Files.writeString(
                file,
                """
                application: %s
                source: {prefix: %s}
                kafka: {bootstrap.servers: "%s"}
                mongodb: {uri: "%s"}
                topics: {partitions: %d, replication: 1}
                shutdown: {grace: 100ms}
                streams: {main.consumer.heartbeat.interval.ms: 300, main.consumer.fetch.max.wait.ms: 100}
                task-events: all
                jobs:
                  - name: invoice
                    collection: shop.orders
                    handler: io.penstock.cli.command.OnDemandHandler
                """.formatted(application, application, broker.bootstrapServers(), database.uri(), partitions)
                        + String.join("\n", keys.split(", ")).indent(4));
    }

    private Settings settings() {
        var reading = SettingsFile.read(file);
        return reading.settings().orElseThrow(() -> new AssertionError(reading.problems()));
    }

    private ChangeEngine engine() {
        ChangeEngine engine = new ChangeEngine(settings(), new EngineListener() {}, InstantSource.system());
        engine.start();
        awaitStreaming(engine);
        return engine;
    }

    private static void awaitStreaming(ChangeEngine engine) {
        await().atMost(PATIENCE).until(() -> engine.state() instanceof EngineState.Streaming);
    }

    private App processor() {
        App app = new App(settings(), Path.of(state()), TaskListener.NONE);
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

    private String state() {
        return folder.resolve("state").toString();
    }

    private MongoCollection<Document> orders() {
        return client.getDatabase("shop").getCollection("orders");
    }

    private void insert(int id, String does) {
        orders().insertOne(new Document("_id", id)
                .append("number", "n" + id)
                .append("customer", "c" + id / 3)
                .append("region", "r" + id % 2)
                .append("does", does));
    }

    /** Each of them, and no other. */
    private void awaitResults(String... taskIds) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                run("results", "--json").lines().stream().map(this::taskId))
                        .containsExactlyInAnyOrder(taskIds));
    }

    private String taskId(String line) {
        try {
            return json.readTree(line).get("task_id").asText();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(with(arguments));
    }

    private String[] with(String... arguments) {
        return Stream.concat(Stream.of(arguments), List.of("--config", file.toString()).stream())
                .toArray(String[]::new);
    }
}

package io.penstock.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.penstock.cli.CommandRun;
import io.penstock.cli.Penstock;
import io.penstock.cli.process.StopSignal;
import io.penstock.cli.process.Surroundings;
import io.penstock.cli.terminal.Terminal;
import io.penstock.cli.testing.PenstockProcess;
import io.penstock.embedded.kafka.EmbeddedBroker;
import io.penstock.embedded.mongodb.MongoStandIn;
import io.penstock.embedded.mongodb.StandInOptions;
import io.penstock.processor.registry.Identities;
import io.penstock.processor.registry.JobsTopic;
import io.penstock.records.JobsRecord.Deployment;
import io.penstock.records.JobsRecord.Job;
import io.penstock.settings.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {
    private static final List<String> FIGURES = List.of(
            "changes",
            "tasks",
            "results",
            "duplicates",
            "stale",
            "unchanged",
            "superseded",
            "dead_letters",
            "skipped",
            "lost",
            "doubled",
            "latency_ms",
            "changes_per_s");

    private final Path folder;

    DemoIT(@TempDir Path folder) {
        this.folder = folder;
    }

    /** What a run has come to. */
    private record Run(int exitCode, String out, String err) {
        JsonNode json() throws IOException {
            List<String> lines = out.lines().toList();
            return new ObjectMapper().readTree(lines.get(lines.size() - 1));
        }
    }

    @Test
    void nothingIsLostAndNothingDoubled_nextTimeWithTheSameDataToo() throws IOException {
        String data = folder.resolve("data").toString();
        Path journal = Files.writeString(folder.resolve("journal.jsonl"), "{\"write\":1,\"fate\":\"failed\"}\n");

        // One life of 200 has no order that is given up.
        Run run = demo(
                "--changes", "2000", "--rate", "500", "--seed", "93", "--journal", journal.toString(), "--data", data);

        JsonNode json = run.json();
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(names(json)).containsExactlyElementsOf(FIGURES);
        assertThat(json.path("changes").asLong()).isEqualTo(2000);
        assertThat(json.path("lost").asLong()).isZero();
        assertThat(json.path("doubled").asLong()).isZero();
        assertThat(json.path("results").asLong()).isPositive();
        assertThat(json.path("tasks").asLong())
                .isGreaterThanOrEqualTo(json.path("results").asLong());
        assertThat(json.path("dead_letters").asLong()).isPositive();
        assertThat(json.at("/latency_ms/p50").asLong()).isPositive();
        assertThat(json.at("/latency_ms/p99").asLong())
                .isGreaterThanOrEqualTo(json.at("/latency_ms/p50").asLong());
        try (Stream<String> lines = Files.lines(journal)) {
            assertThat(lines.filter(line -> line.contains("acknowledged"))).hasSize(2000);
        }
        assertThat(run.err()).contains("Kafka is at 127.0.0.1:", "seed");

        // What is kept (topics, stores, the engine's offset) is of a database that has forgotten everything.
        Run next = demo("--changes", "300", "--rate", "300", "--data", data);

        assertThat(next.exitCode()).as(next.err()).isZero();
        assertThat(next.json().path("changes").asLong()).isEqualTo(300);
        assertThat(next.json().path("lost").asLong()).isZero();
        assertThat(next.json().path("doubled").asLong()).isZero();
        // Its own alone: each of its changes concerns the first job, and some the two others.
        assertThat(next.json().path("results").asLong()).isBetween(200L, 900L);
    }

    @Test
    void theOnlyChangeIsDropped_onAServerWithOrdersOfItsOwn_andFound() throws IOException {
        try (MongoStandIn server = MongoStandIn.start(StandInOptions.defaults());
                MongoClient client = MongoClients.create(server.uri())) {
            MongoCollection<Document> orders =
                    client.getDatabase(DemoNames.DATABASE).getCollection(DemoNames.COLLECTION);
            orders.insertOne(new Document("_id", "of an earlier demo"));

            Run run = demo("--changes", "1", "--inject", "lost", "--mongodb-uri", server.uri());

            assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
            assertThat(run.json().path("lost").asLong()).isEqualTo(1);
            assertThat(run.json().path("doubled").asLong()).isZero();
            assertThat(run.err()).contains("search-index, document", "MongoDB at 127.0.0.1:" + server.port());
            assertThat(orders.countDocuments()).as("orders that are left there").isEqualTo(2);
        }
    }

    @Test
    void theOnlyResultIsDoubled_andFound() throws IOException {
        Run run = demo("--changes", "1", "--inject", "doubled");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.json().path("doubled").asLong()).isEqualTo(1);
        assertThat(run.json().path("lost").asLong()).isZero();
    }

    @Test
    void dataOfOtherJobs_areRefused_withTheFolderToRemove() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0)) {
            Settings settings = DemoSettings.of(
                    broker.bootstrapServers(), "mongodb://127.0.0.1:9/?replicaSet=rs0", Optional.empty());
            try (JobsTopic jobs = new JobsTopic(settings)) {
                jobs.write(Deployment.first(Identities.layout(settings)));
                jobs.write(Job.first(
                        DemoNames.SEARCH_INDEX, Identities.of(settings.jobs().get(1))));
            }
        }

        Run run = demo("--changes", "1", "--data", folder.toString());

        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.err())
                .contains("penstock: The data in " + folder + " are of a demo whose jobs were other ones", "--data");
    }

    @Test
    void aSignalWhileItStarts_endsItInOrderToo() throws Exception {
        try (PenstockProcess demo = PenstockProcess.start(folder, "demo", "--json")) {
            demo.awaitLine("Starting a Kafka broker");

            assertThat(demo.terminate()).as("%s", demo.err()).isZero();

            isOfNothing(String.join("\n", demo.out()), String.join("\n", demo.err()));
        }
    }

    @Test
    void itsEndBeforeTheFirstWrite_isInOrderToo() throws IOException {
        StopSignal stop = new StopSignal();
        stop.request();

        CommandRun run = CommandRun.of(stop, "demo", "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        isOfNothing(run.out(), run.err());
    }

    private static void isOfNothing(String out, String err) throws IOException {
        assertThat(out.strip()).hasLineCount(1);
        // A broker whose start has failed because its folder is removed may say so, too.
        assertThat(err.lines()).contains("Stopped before anything was written.");
        JsonNode json = new ObjectMapper().readTree(out);
        assertThat(names(json)).containsExactlyElementsOf(FIGURES);
        assertThat(names(json.path("latency_ms"))).containsExactly("p50", "p99");
        for (String figure : FIGURES) {
            assertThat(json.path(figure).asDouble()).as(figure).isZero();
        }
    }

    private static Run demo(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Surroundings surroundings = new Surroundings(
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                Terminal.NONE,
                new StopSignal(),
                InstantSource.system());
        String[] all =
                Stream.concat(Stream.of("demo", "--json"), Stream.of(arguments)).toArray(String[]::new);
        int exitCode = Penstock.commandLine(surroundings).execute(all);
        return new Run(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }

    private static List<String> names(JsonNode json) {
        List<String> names = new ArrayList<>();
        for (Iterator<String> all = json.fieldNames(); all.hasNext(); ) {
            names.add(all.next());
        }
        return names;
    }
}

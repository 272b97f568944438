package io.penstock.benchmarks.rest;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.penstock.benchmarks.harness.Benchmark.Session;
import io.penstock.benchmarks.harness.Case;
import io.penstock.benchmarks.harness.Environment;
import io.penstock.benchmarks.harness.Scale;
import io.penstock.benchmarks.harness.Trial;
import io.penstock.benchmarks.harness.Trial.Figure;
import io.penstock.benchmarks.kafka.CommittedRecords;
import io.penstock.embedded.mongodb.MongoStandIn;
import io.penstock.embedded.mongodb.StandInOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bson.Document;

/** Starts the installation and leaves it alone. For use by one thread. */
final class RestSession implements Session {
    private static final String DATABASE = "penstock_benchmark";
    private static final int PARTITIONS = 4;
    private static final int JOBS = 2;
    private static final double MOST = 5;
    private static final Duration SETTLING = Duration.ofSeconds(10);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Environment environment;
    private final List<String> minutes;

    RestSession(Environment environment) {
        this.environment = environment;
        this.minutes = IntStream.rangeClosed(1, environment.scale() == Scale.QUICK ? 1 : 5)
                .mapToObj(number -> "minute " + number)
                .toList();
    }

    @Override
    public List<Case> cases() {
        List<Figure> figures = minutes.stream()
                .map(minute -> Figure.atMost(MOST, minute, "% of a core"))
                .toList();
        return List.of(new Trial("penstock up", false, figures, this::measure));
    }

    private Map<String, Double> measure() throws IOException, InterruptedException {
        try (MongoStandIn standIn = MongoStandIn.start(StandInOptions.defaults());
                MongoClient client = MongoClients.create(environment.mongodb().orElse(standIn.uri()))) {
            client.getDatabase(DATABASE).drop();
            Path folder = Files.createDirectory(environment.directory().resolve("up"));
            String uri = environment.mongodb().orElse(standIn.uri());
            try (UpProcess up = UpProcess.start(folder, configuration(uri))) {
                String kafka = up.awaitReady();
                client.getDatabase(DATABASE).getCollection("orders").insertOne(new Document("customer", "c1"));
                awaitResults(up, kafka);
                up.leaveAlone(SETTLING);
                Map<String, Double> shares = new LinkedHashMap<>();
                for (String minute : minutes) {
                    environment.progress().now(minute + " ...");
                    shares.put(minute, 100 * up.share(MINUTE));
                }
                return shares;
            }
        }
    }

    private static void awaitResults(UpProcess up, String kafka) {
        long began = System.nanoTime();
        try (CommittedRecords results = new CommittedRecords(kafka, "penstock.results", PARTITIONS)) {
            while (results.getAsLong() < JOBS) {
                up.requireAlive();
                if (System.nanoTime() - began > PATIENCE.toNanos()) {
                    throw up.failure("has made no results within " + PATIENCE.toSeconds() + " s");
                }
            }
        }
    }

    private static String configuration(String mongodb) {
        return """
                mongodb:
                  uri: "%s"
                topics:
                  partitions: %d
                jobs:
                  - name: index
                    collection: %s.orders
                    handler: document
                  - name: bill
                    collection: %s.orders
                    shard-key: /customer
                    handler: document
                """.formatted(mongodb, PARTITIONS, DATABASE, DATABASE);
    }

    @Override
    public void close() {
        // The run has cleared away what it had.
    }
}

package io.penstock.benchmarks.commands;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.penstock.benchmarks.harness.Progress;
import io.penstock.benchmarks.installation.Site;
import io.penstock.benchmarks.kafka.ToldChange;
import io.penstock.benchmarks.kafka.TopicFiller;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A processor with much behind it, as a user would run it. For use by one thread. */
final class Deployment implements AutoCloseable {
    /** The id of the task that is neither among the first nor among the last. */
    static final String IN_THE_MIDDLE = "50000";

    private static final String SOURCE = "commands";
    private static final int KEYS = 20_000;
    private static final int PATIENCE_SECONDS = 240;
    private static final String FILLING = "x".repeat(350);

    private final Path directory;
    private final int port;
    private final HttpServer refusing;
    private final Process process;

    private Deployment(Path directory, int port, HttpServer refusing, Process process) {
        this.directory = directory;
        this.port = port;
        this.refusing = refusing;
        this.process = process;
    }

    /** Starts it, and waits until so many tasks are open and so many given up. */
    static Deployment start(Site site, Path home, int open, int lost) throws IOException, InterruptedException {
        Path directory = Files.createDirectory(site.environment().directory().resolve("commands"));
        HttpServer refusing = refusing();
        int port = freePort();
        Files.writeString(
                directory.resolve("penstock.yaml"),
                settings(site.bootstrapServers(), port, refusing.getAddress().getPort()));
        // The processor makes those that are not there.
        site.admin().create(topic("later"), Site.PARTITIONS);
        site.admin().create(topic("refused"), Site.PARTITIONS);
        Process process = new ProcessBuilder(
                        home.resolve("penstock").toString(), "run", "--config", "penstock.yaml", "--state", "state")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("run.log").toFile())
                .start();
        Deployment deployment = new Deployment(directory, port, refusing, process);
        try {
            fill(site, "later", open);
            fill(site, "refused", lost);
            deployment.await(open, lost, site.environment().progress());
            return deployment;
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            deployment.close();
            throw e;
        }
    }

    /** Where {@code penstock.yaml} is. */
    Path directory() {
        return directory;
    }

    private static String settings(String kafka, int port, int refusing) {
        return """
                kafka: {bootstrap.servers: "%s"}
                mongodb: {uri: "mongodb://127.0.0.1:1/?replicaSet=none"}
                source: {prefix: %s}
                topics: {partitions: %d}
                http: {port: %d}
                task-events: all
                jobs:
                  - {name: later, collection: shop.later, shard-key: /key, delay: 30d, handler: {http: {url: "http://127.0.0.1:%d/"}}}
                  - {name: refused, collection: shop.refused, shard-key: /key, execution: queued, handler: {http: {url: "http://127.0.0.1:%d/"}}}
                """.formatted(kafka, SOURCE, Site.PARTITIONS, port, refusing, refusing);
    }

    private static String topic(String collection) {
        return SOURCE + ".shop." + collection;
    }

    private static void fill(Site site, String collection, int count) {
        String topic = topic(collection);
        TopicFiller.fill(site.bootstrapServers(), count, number -> {
            String document =
                    "{\"_id\":%d,\"key\":\"k%d\",\"filling\":\"%s\"}".formatted(number, number % KEYS, FILLING);
            return new ToldChange(topic, number, number, true).record(document);
        });
    }

    private void await(int open, int lost, Progress progress) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest question = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/status"))
                .build();
        for (int second = 0; second < PATIENCE_SECONDS && process.isAlive(); second++) {
            TimeUnit.SECONDS.sleep(1);
            try {
                JsonNode jobs = new ObjectMapper()
                        .readTree(client.send(question, BodyHandlers.ofString()).body())
                        .path("jobs");
                long waiting = 0;
                long refused = 0;
                for (JsonNode job : jobs) {
                    waiting += job.path("open").asLong();
                    for (JsonNode loss : job.path("deadLetters")) {
                        refused += loss.path("count").asLong();
                    }
                }
                progress.now("%,d tasks open, %,d dead letters ...".formatted(waiting, refused));
                if (waiting == open && refused == lost) {
                    return;
                }
            } catch (IOException notYet) {
                progress.now("the processor starts ...");
            }
        }
        List<String> log = Files.readAllLines(directory.resolve("run.log"));
        throw new IllegalStateException("The processor has not come so far in " + PATIENCE_SECONDS + " s. It printed: "
                + log.subList(Math.max(0, log.size() - 20), log.size()));
    }

    private static HttpServer refusing() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] answer = "no such customer".getBytes(UTF_8);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(422, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        server.setExecutor(Executors.newFixedThreadPool(4));
        server.start();
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws InterruptedException {
        refusing.stop(0);
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}

package io.penstock.cli.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.penstock.cli.testing.PenstockProcess;
import io.penstock.embedded.kafka.EmbeddedBroker;
import io.penstock.embedded.mongodb.MongoStandIn;
import io.penstock.embedded.mongodb.StandInOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that runs, looked into and worked on as its operators do: by the port, in the browser, by the commands; and as
 * those do who mean no good.
 */
class StatusPageIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String TOKEN = "a-token-that-nobody-may-see";
    /** Where the pictures of the page are left. */
    private static final Path PICTURES = Path.of("target", "status-page");

    private final Path folder;
    private final HttpClient client = HttpClient.newHttpClient();

    StatusPageIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aProcessCanBeLookedIntoAndWorkedOn() throws Exception {
        try (MongoStandIn mongodb = MongoStandIn.start(StandInOptions.defaults());
                MongoClient database = MongoClients.create(mongodb.uri());
                Endpoint endpoint = new Endpoint()) {
            configure(mongodb.uri(), endpoint.url());
            try (PenstockProcess up = PenstockProcess.start(folder, "up", "--config", "penstock.yaml")) {
                String url = up.awaitLine("Penstock ready").replaceFirst(".*look into it at ([^;]*);.*", "$1");
                MongoCollection<Document> orders = database.getDatabase("shop").getCollection("orders");
                orders.insertOne(new Document("_id", "a/1 <b>").append("customer", "c1"));
                byThePort(url);
                endpoint.breaks();
                orders.insertMany(List.of(
                        new Document("_id", 2).append("customer", "c2"),
                        new Document("_id", 3).append("customer", "c2")));
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(get(url + "/"))
                                .contains(
                                        "data-post=\"/release?job=invoice&amp;lane=c2\"",
                                        "data-post=\"/retry?job=invoice&amp;reason=rejected\""));
                String kafka = EmbeddedBroker.lastAddress(folder.resolve("data/broker"))
                        .orElseThrow();
                HostileRun hostile = new HostileRun(url, TOKEN, new Traces(kafka, database));
                hostile.run(new HostileCommands(kafka, folder, hostile::harmless));
                endpoint.mends();
                inTheBrowser(url);
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(get(url + "/tasks/invoice/2")).contains("\"outcome\":\"succeeded\""));
                // A command gives a process some seconds to answer; it is asked again, as a person would.
                await().atMost(PATIENCE).untilAsserted(this::status);
                await().atMost(PATIENCE).untilAsserted(this::story);
                new PublishedRecords(kafka).areAsTheirSchemasSay();
            }
        }
    }

    private void byThePort(String url) throws IOException, InterruptedException {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get(url + "/tasks/copy/a%2F1%20%3Cb%3E"))
                        .contains("\"outcome\":\"succeeded\"", "\"asOf\":\"the last commit\""));
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(get(url + "/health/live"))
                    .contains("\"live\":true", "command", "engine", "governor", "processor", "status-samples");
            assertThat(get(url + "/health/ready")).contains("\"ready\":true");
            String metrics = get(url + "/metrics");
            assertThat(metrics)
                    .contains(
                            "penstock_tasks_total{event=\"succeeded\",penstock_job=\"copy\"} 1.0",
                            "penstock_engine_state{state=\"streaming\"} 1.0",
                            "penstock_part_ready{part=\"processor\"} 1.0",
                            "penstock_governor_signal_objective_seconds{signal=\"reads\"} 1.0",
                            "penstock_governor_owner 1.0",
                            "penstock_instances_wanted 1.0",
                            "kafka_stream_",
                            "jvm_memory_used_bytes");
            assertThat(metrics).contains(namedOfTheProcess());
        });
        // A line needs two samples of the rates.
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get(url + "/"))
                        .contains(
                                "<th scope=\"row\">copy</th>",
                                "<polyline",
                                "<h2>Governor</h2><p>Limit ",
                                "<th scope=\"row\">reads</th>",
                                "Latency of the foreground",
                                "<th scope=\"col\">Lag</th>"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get(url + "/status"))
                        .contains("\"state\":\"", "\"signal\":\"reads\"", "\"share\":")
                        // Of the process, and of all together.
                        .containsPattern("\"lag\":0,.*\"lag\":0,"));
    }

    /** What alerts, dashboard and manual name of the engine, the governor and the process's parts. */
    private static Set<String> namedOfTheProcess() throws IOException {
        StringBuilder text = new StringBuilder();
        List<Path> naming = new ArrayList<>(List.of(
                Path.of("../config/prometheus/alerts.yaml"), Path.of("../config/grafana/dashboards/penstock.json")));
        try (Stream<Path> pages = Files.list(Path.of("../docs"))) {
            pages.filter(page -> page.toString().endsWith(".md")).forEach(naming::add);
        }
        for (Path file : naming) {
            text.append(Files.readString(file)).append('\n');
        }
        return Pattern.compile("penstock_(engine_|part_|governor_|instances_)[a-z_]*[a-z]"
                        + "|penstock_stream_threads|penstock_attempts_(running|waiting|lost)")
                .matcher(text)
                .results()
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void status() throws Exception {
        try (PenstockProcess status = PenstockProcess.start(folder, "status", "--config", "penstock.yaml")) {
            assertThat(status.awaitEnd()).as("%s", status.err()).isZero();
            assertThat(status.out())
                    .anyMatch(line -> line.matches("PROCESS +STATE +PARTITIONS +LAG +READY"))
                    .anyMatch(line -> line.matches("127[.]0[.]0[.]1:.* 0 +yes"))
                    .anyMatch(line -> line.startsWith("copy "))
                    .anyMatch(line -> line.startsWith("Governor ") && line.contains("from 1.00 to 100.00"))
                    .anyMatch(line -> line.startsWith("reads "));
        }
    }

    private void story() throws Exception {
        try (PenstockProcess show =
                PenstockProcess.start(folder, "tasks", "show", "2", "--job", "invoice", "--config", "penstock.yaml")) {
            assertThat(show.awaitEnd()).as("%s", show.err()).isZero();
            assertThat(show.out()).anyMatch(line -> line.contains("outcome") && line.contains("succeeded"));
            assertThat(show.out().stream()
                            .filter(line -> line.startsWith("  2"))
                            .map(StatusPageIT::what))
                    .as("%s", show.out())
                    .contains("dead letter,")
                    .containsSubsequence("rejected", "dead-lettered", "retried", "result");
        }
    }

    /** Of a line of a task's story, what happened. */
    private static String what(String line) {
        String[] words = line.strip().split(" +", 5);
        return words[3].equals("dead") ? "dead letter," : words[3];
    }

    /** What Chromium makes of it, as a person uses it; where there is no Chromium, this says so and asks by the port. */
    private void inTheBrowser(String url) throws Exception {
        Optional<Browser> started = Browser.start(folder);
        if (started.isEmpty()) {
            System.out.println("No Chromium here: the status page was not tried in a browser.");
            assertThat(post(url + "/release?job=invoice&lane=c2").body()).contains("released");
            assertThat(post(url + "/retry?job=invoice&reason=rejected").body()).contains("1 task tried again");
            return;
        }
        try (Browser browser = started.get()) {
            Files.createDirectories(PICTURES);
            browser.scripts(false);
            browser.open(url + "/");
            assertThat(browser.see("document.body.innerText")).contains("copy", "Lanes in quarantine", "c2");
            assertThat(browser.see("document.getElementById('token').checkVisibility()"))
                    .isEqualTo("false");
            browser.scripts(true);
            browser.look(false, 1180, 1250);
            browser.open(url + "/");
            await().atMost(PATIENCE)
                    .until(() -> browser.see("document.getElementById('live').textContent")
                            .endsWith(", live"));
            assertThat(browser.see("[...document.querySelectorAll('button')].some(each => each.checkVisibility())"))
                    .as("no button without a token")
                    .isEqualTo("false");
            enter(browser, "wrong");
            click(browser, "Release lane c2 of invoice");
            awaitTold(browser, "Show the token");
            enter(browser, TOKEN);
            Files.write(PICTURES.resolve("status-page.png"), browser.picture());
            browser.look(true, 390, 844);
            Files.write(PICTURES.resolve("status-page-phone.png"), browser.picture());
            assertThat(browser.see("document.documentElement.scrollWidth <= innerWidth"))
                    .as("nothing of it is beside the screen")
                    .isEqualTo("true");
            browser.look(false, 1180, 1250);
            click(browser, "Release lane c2 of invoice");
            awaitTold(browser, "Lane c2 of job invoice released");
            click(browser, "Retry the dead letters of invoice with reason rejected");
            awaitTold(browser, "1 task tried again");
            await().atMost(PATIENCE)
                    .until(() -> !browser.see("document.getElementById('figures').innerText")
                            .contains("c2"));
        }
    }

    private static void enter(Browser browser, String token) throws Exception {
        browser.see("(() => { const it = document.getElementById('secret'); it.focus(); it.select(); })()");
        browser.type(token);
    }

    private static void click(Browser browser, String label) throws Exception {
        // The figures are put in anew every two seconds: found and clicked in one go.
        assertThat(browser.see("(() => { const it = [...document.querySelectorAll('button')].find(each =>"
                        + " each.checkVisibility() && each.getAttribute('aria-label') === '" + label + "');"
                        + " if (it) { it.click(); } return !!it; })()"))
                .as(label)
                .isEqualTo("true");
    }

    private static void awaitTold(Browser browser, String text) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(browser.see("document.getElementById('told').textContent"))
                        .contains(text));
    }

    private String get(String url) throws IOException, InterruptedException {
        HttpResponse<String> response =
                client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    private HttpResponse<String> post(String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + TOKEN)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private void configure(String mongodb, String endpoint) throws IOException {
        Files.writeString(folder.resolve("token"), TOKEN + "\n");
        Files.writeString(folder.resolve("penstock.yaml"), """
                mongodb:
                  uri: %s
                topics:
                  partitions: 2
                governor:
                  signals:
                    - name: reads
                      p99: 1s
                      probe: {collection: shop.orders, rate: 50/s}
                http:
                  token-file: token
                jobs:
                  - name: copy
                    collection: shop.orders
                    handler: document
                  - name: invoice
                    collection: shop.orders
                    shard-key: /customer
                    quarantine: {after: 1}
                    max-attempts: 1
                    slo: {freshness: 30s, success: 99%%}
                    handler: {http: {url: "%s"}}
                """.formatted(mongodb, endpoint));
    }
}

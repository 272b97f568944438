package io.penstock.cli.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.cli.testing.CopiedShop;
import io.penstock.cli.testing.PenstockProcess;
import io.penstock.embedded.mongodb.StandInOptions;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that runs, looked into as its operators do: by the port, in the browser, by the commands. */
class StatusPageIT {
    private final Path folder;
    private final HttpClient client = HttpClient.newHttpClient();

    StatusPageIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aProcessCanBeLookedInto() throws Exception {
        try (CopiedShop shop = new CopiedShop(folder, StandInOptions.defaults());
                PenstockProcess up = shop.up()) {
            String url = up.awaitLine("Penstock ready").replaceFirst(".*look into it at ([^;]*);.*", "$1");
            shop.insert("a/1 <b>");

            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(get(url + "/tasks/copy/a%2F1%20%3Cb%3E"))
                            .contains("\"outcome\":\"succeeded\"", "\"asOf\":\"the last commit\""));
            assertThat(get(url + "/health/live")).contains("\"live\":true");
            assertThat(get(url + "/health/ready")).contains("\"ready\":true");
            assertThat(get(url + "/metrics"))
                    .contains(
                            "penstock_tasks_total{event=\"succeeded\",penstock_job=\"copy\"} 1.0",
                            "penstock_engine_state{state=\"streaming\"} 1.0",
                            "penstock_engine_lag_seconds",
                            "penstock_engine_changes_total",
                            "penstock_part_ready{part=\"processor\"} 1.0",
                            "kafka_stream_",
                            "jvm_memory_used_bytes");
            // A line needs two samples of the rates.
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(
                            () -> assertThat(get(url + "/")).contains("<th scope=\"row\">copy</th>", "<polyline"));
            inTheBrowser(url);
            byTheCommands();
        }
    }

    private void byTheCommands() throws Exception {
        try (PenstockProcess status = PenstockProcess.start(folder, "status", "--config", "penstock.yaml")) {
            assertThat(status.awaitEnd()).as("%s", status.err()).isZero();
            assertThat(status.out()).anyMatch(line -> line.startsWith("copy "));
        }
        try (PenstockProcess show = PenstockProcess.start(
                folder, "tasks", "show", "a/1 <b>", "--job", "copy", "--config", "penstock.yaml")) {
            assertThat(show.awaitEnd()).as("%s", show.err()).isZero();
            assertThat(show.out()).anyMatch(line -> line.contains("outcome") && line.contains("succeeded"));
        }
        try (PenstockProcess wrong =
                PenstockProcess.start(folder, "tasks", "show", "1", "--job", "nope", "--config", "penstock.yaml")) {
            assertThat(wrong.awaitEnd()).isEqualTo(1);
            assertThat(wrong.err()).last().asString().contains("no job 'nope'", "copy");
        }
    }

    /** What Chromium makes of it, its script run; where there is no Chromium, this says so. */
    private void inTheBrowser(String url) throws IOException, InterruptedException {
        Optional<Path> browser = browser();
        if (browser.isEmpty()) {
            System.out.println("No Chromium here: the status page was not tried in a browser.");
            return;
        }
        Path dom = folder.resolve("dom.html");
        Process process = new ProcessBuilder(
                        browser.get().toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--user-data-dir=" + folder.resolve("browser"),
                        "--virtual-time-budget=6000",
                        "--dump-dom",
                        url + "/")
                .redirectOutput(dom.toFile())
                .redirectError(folder.resolve("browser.log").toFile())
                .start();
        try {
            assertThat(process.waitFor(90, TimeUnit.SECONDS))
                    .as("Chromium ends")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        // The policy let the script run, and the script put newer figures in.
        assertThat(Files.readString(dom, UTF_8)).contains(", live</p>", "<th scope=\"row\">copy</th>", "<polyline");
    }

    private static Optional<Path> browser() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(directory -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private String get(String url) throws IOException, InterruptedException {
        HttpResponse<String> response =
                client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }
}

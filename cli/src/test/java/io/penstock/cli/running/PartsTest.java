package io.penstock.cli.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.cli.process.Shutdown;
import io.penstock.cli.process.StopSignal;
import io.penstock.settings.Settings;
import io.penstock.settings.file.SettingsFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may tell a process to leave. */
class PartsTest {
    private static final String TOKEN = "a-token-that-nobody-may-see";

    @TempDir
    private Path folder;

    private final StopSignal stop = new StopSignal();
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void process_leaves_ifTheTokenIsShown_andNotOtherwise() throws Exception {
        try (Shutdown shutdown = new Shutdown()) {
            String drain =
                    new Parts(settings("http: {port: 0, token-file: " + folder.resolve("token") + "}"), shutdown, stop)
                                    .observeDrainable(InstantSource.system())
                                    .orElseThrow()
                            + "/drain";

            for (String shown : List.of(
                    "",
                    "Bearer",
                    "Bearer wrong",
                    "Bearer " + TOKEN.substring(1),
                    "Bearer " + TOKEN + "x",
                    "Basic " + TOKEN,
                    TOKEN,
                    "Bearer " + "x".repeat(20_000))) {
                HttpResponse<String> refused = send("POST", drain, shown);
                assertThat(refused.statusCode()).isEqualTo(401);
                assertThat(refused.body()).contains("http.token-file").doesNotContain(TOKEN);
            }
            for (String method : List.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS")) {
                assertThat(send(method, drain, "Bearer " + TOKEN).statusCode()).isEqualTo(405);
            }
            for (String address : List.of(drain + "/", drain + "/..", drain + "/x", drain + "%00")) {
                assertThat(send("POST", address, "Bearer " + TOKEN).statusCode())
                        .as(address)
                        .isEqualTo(404);
            }
            assertThat(stop.requested()).isFalse();

            assertThat(send("POST", drain, "Bearer " + TOKEN).body()).contains("{\"draining\":true}");
            assertThat(stop.requested()).isTrue();
        }
    }

    @Test
    void process_withoutAToken_isNotToldToLeave_andOneThatRunsABrokerNeither() throws Exception {
        try (Shutdown shutdown = new Shutdown()) {
            String without = new Parts(settings("http: {port: 0}"), shutdown, stop)
                    .observeDrainable(InstantSource.system())
                    .orElseThrow();
            assertThat(send("POST", without + "/drain", "Bearer " + TOKEN).statusCode())
                    .isEqualTo(403);
            String other = new Parts(
                            settings("http: {port: 0, token-file: " + folder.resolve("token") + "}"), shutdown, stop)
                    .observe(InstantSource.system())
                    .orElseThrow();
            assertThat(send("POST", other + "/drain", "Bearer " + TOKEN).statusCode())
                    .isEqualTo(404);
            assertThat(stop.requested()).isFalse();
        }
    }

    private HttpResponse<String> send(String method, String address, String authorization)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address)).method(method, BodyPublishers.noBody());
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private Settings settings(String http) throws IOException {
        Files.writeString(folder.resolve("token"), TOKEN + "\n");
        Path file = Files.writeString(folder.resolve("penstock.yaml"), """
                mongodb: {uri: "mongodb://localhost"}
                %s
                jobs: [{name: invoice, collection: shop.orders, handler: document}]
                """.formatted(http));
        return SettingsFile.read(file).settings().orElseThrow();
    }
}

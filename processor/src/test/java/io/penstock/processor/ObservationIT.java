package io.penstock.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.penstock.processor.http.Peers;
import io.penstock.processor.testing.TestJob;
import io.penstock.processor.testing.TestSettings;
import io.penstock.settings.HttpSettings;
import io.penstock.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The port of a process that runs nothing: what it says of loops, and that it keeps secrets. */
class ObservationIT {
    private static final String PASSWORD = "not-to-be-shown";

    @TempDir
    private Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

    @Test
    void aLoopThatDoesNotComeRoundShouldBeTold() throws Exception {
        try (Observation observation = open(Optional.empty())) {
            AtomicReference<OptionalLong> slowest = new AtomicReference<>(OptionalLong.empty());
            observation.show(new Observation.Part("part", () -> "works", () -> true, slowest::get));
            observation.round("loop");
            observation.start();
            awaitLive(observation, true, "\"loop\":0", "\"status-samples\":0");

            slowest.set(OptionalLong.of(119));
            pass(Duration.ofSeconds(119));
            observation.round("loop");
            pass(Duration.ofSeconds(119));
            // That of the samples runs, and comes round after what has passed.
            awaitLive(observation, true, "\"loop\":119", "\"part\":119");

            pass(Duration.ofSeconds(1));
            awaitLive(observation, false, "\"loop\":120");
            observation.round("loop");
            awaitLive(observation, true, "\"loop\":0");

            slowest.set(OptionalLong.of(120));
            awaitLive(observation, false, "\"part\":120");
        }
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    private static void awaitLive(Observation observation, boolean live, String... parts) {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create(observation.url() + "/health/live"))
                .build();
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            assertThat(response.body()).contains(parts).contains("\"live\":" + live);
            assertThat(response.statusCode()).isEqualTo(live ? 200 : 503);
        });
    }

    @Test
    void aPortWithAKeyShouldSpeakTlsAndNothingElse() throws Exception {
        HttpSettings.Tls key = key();
        try (Observation one = open(Optional.of(key));
                Observation other = open(Optional.of(key))) {
            one.start();
            other.start();
            assertThat(one.url()).startsWith("https://");

            HttpClient trusting = HttpClient.newBuilder()
                    .sslContext(Observation.tls(http(Optional.of(key))).orElseThrow())
                    .build();
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(one.url() + "/status")).build();
            HttpResponse<String> answer = trusting.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"address\":\"" + one.address() + "\"");

            assertThatThrownBy(() -> HttpClient.newHttpClient().send(request, BodyHandlers.ofString()))
                    .isInstanceOf(SSLException.class);
            assertThat(plainly(one)).doesNotContain("HTTP/1.1 200", one.address());
            asEachOther(one, other, key);
        }
    }

    /** Processes of one deployment trust each other by the key that they share. */
    private static void asEachOther(Observation one, Observation other, HttpSettings.Tls key) throws IOException {
        List<String> both = List.of(one.address(), other.address());
        assertThat(new Peers(Observation.tls(http(Optional.of(key)))).ask(both, "/status?scope=this"))
                .hasSize(2)
                .allSatisfy(answer -> assertThat(answer.body()).contains("\"address\":\"" + answer.address() + "\""));
        assertThat(new Peers(Optional.empty()).ask(both, "/status?scope=this"))
                .hasSize(2)
                .noneMatch(Peers.Answer::good);
    }

    @Test
    void aKeyThatDoesNotOpenShouldSayWhatToDo() throws Exception {
        HttpSettings.Tls wrong = new HttpSettings.Tls(key().keystore(), PASSWORD + "x");

        assertThatThrownBy(() -> open(Optional.of(wrong)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("http.keystore-password")
                .hasMessageNotContaining(PASSWORD);
    }

    private static String plainly(Observation observation) throws IOException {
        int port = URI.create(observation.url()).getPort();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write("GET /status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException hungUp) {
            return "";
        }
    }

    private Observation open(Optional<HttpSettings.Tls> tls) throws IOException {
        Settings settings = TestSettings.http(TestSettings.of(TestJob.named("index")), http(tls));
        return Observation.open(settings, now::get).orElseThrow();
    }

    private static HttpSettings http(Optional<HttpSettings.Tls> tls) {
        return new HttpSettings(true, "127.0.0.1", 0, Optional.empty(), Optional.empty(), tls);
    }

    /** A key as the manual has it made. */
    private HttpSettings.Tls key() throws IOException, InterruptedException {
        Path keystore = folder.resolve("keystore.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "penstock",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=penstock",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        keystore.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        return new HttpSettings.Tls(keystore, PASSWORD);
    }
}

package io.penstock.processor.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The port, asked by the friendly and by the hostile. */
class HttpPortTest {
    private static final String SECRET = "0123456789abcdef-secret";

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger changes = new AtomicInteger();
    private HttpPort port;

    @BeforeEach
    void start() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), SECRET + "\n");
        port = new HttpPort(new HttpPort.Options(
                "127.0.0.1", 0, Optional.empty(), Optional.of(Token.read(file)), Optional.empty()));
        port.start(List.of(
                Route.get("/echo", 2, request -> Response.of("text/plain", String.join("|", request.segments()))),
                Route.get("/fails", 0, request -> {
                    throw new IllegalStateException("a password");
                }),
                Route.post("/change", 0, request -> Response.json(200, "" + changes.incrementAndGet()))));
    }

    @AfterEach
    void stop() {
        port.close();
    }

    private HttpResponse<String> send(String method, String target, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(port.url() + target)).method(method, BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void segmentsShouldBeDecodedOneByOne() throws Exception {
        assertThat(send("GET", "/echo/a%2Fb/c+d%20e").body()).isEqualTo("a/b|c+d e");
        assertThat(send("HEAD", "/echo/a/b").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/echo",
                "/echo/a",
                "/echo/a/b/c",
                "/../../etc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/echo//../fails",
                "/ECHO/a/b",
                "/%00"
            })
    void whatIsNotThereShouldNotBeFound(String target) throws Exception {
        HttpResponse<String> response = send("GET", target);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("\"error\"").doesNotContain("root:", "Exception", "at io.");
    }

    @Test
    void whatFailsInsideShouldStayInside() throws Exception {
        HttpResponse<String> response = send("GET", "/fails");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).doesNotContain("password", "Exception");
    }

    @Test
    void nothingShouldChangeWithoutTheToken() throws Exception {
        assertThat(send("POST", "/change").statusCode()).isEqualTo(401);
        for (String shown : List.of(
                "Bearer",
                "Bearer ",
                "Bearer x",
                SECRET,
                "Basic " + SECRET,
                "Bearer " + SECRET + "x",
                "Bearer " + SECRET.substring(1))) {
            HttpResponse<String> response = send("POST", "/change", "Authorization", shown);
            assertThat(response.statusCode()).as(shown).isEqualTo(401);
            assertThat(response.body()).doesNotContain(SECRET);
        }
        assertThat(send("GET", "/change?token=" + SECRET).statusCode()).isEqualTo(405);
        assertThat(send("DELETE", "/change", "Authorization", "Bearer " + SECRET)
                        .statusCode())
                .isEqualTo(405);
        assertThat(changes).hasValue(0);

        assertThat(send("POST", "/change", "Authorization", "Bearer " + SECRET).statusCode())
                .isEqualTo(200);
        assertThat(changes).hasValue(1);
    }

    @Test
    void hugeAndMalformedRequestsShouldBeRefused() throws Exception {
        assertThat(send("GET", "/echo/a/" + "b".repeat(9_000)).statusCode()).isEqualTo(414);
        for (String raw : List.of(
                "GET /echo/a/%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /echo/a/b HTTP/1.1\r\nHost: localhost\r\nX: " + "y".repeat(100_000)
                        + "\r\nConnection: close\r\n\r\n",
                "nonsense\r\n\r\n",
                "GET /echo/a/b HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")) {
            assertThat(raw(raw)).doesNotContain("200 OK", "\tat ", "at io.", "at java.", SECRET);
        }
        assertThat(send("GET", "/echo/a/b").statusCode()).isEqualTo(200);
    }

    private String raw(String request) throws IOException {
        URI uri = URI.create(port.url());
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(30_000);
            try {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
                socket.shutdownOutput();
                InputStream in = socket.getInputStream();
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException hungUp) {
                return "";
            }
        }
    }

    @Test
    void aTokenThatCanBeGuessedShouldBeRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("short"), "secret");

        assertThatThrownBy(() -> Token.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("at least 16")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> Token.read(folder.resolve("none"))).hasMessageContaining("cannot be read");
    }

    @Test
    void aPortThatIsTakenShouldSayWhatToDo() {
        int taken = URI.create(port.url()).getPort();

        assertThatThrownBy(() -> new HttpPort(
                        new HttpPort.Options("127.0.0.1", taken, Optional.empty(), Optional.empty(), Optional.empty())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("http.port");
    }
}

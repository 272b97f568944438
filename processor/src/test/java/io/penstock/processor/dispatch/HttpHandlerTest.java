package io.penstock.processor.dispatch;

import static io.penstock.processor.dispatch.DispatchFixture.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.penstock.api.Handler;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Raw;
import io.penstock.processor.testing.LocalServer;
import io.penstock.processor.testing.TestJob;
import io.penstock.processor.turn.Work;
import io.penstock.processor.turn.Work.Purpose;
import io.penstock.settings.JobSettings;
import io.penstock.settings.JobSettings.HttpEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An endpoint that does the work, over real connections. */
class HttpHandlerTest {
    private static final Duration LONG = Duration.ofMinutes(2);

    private final List<Headers> requests = new CopyOnWriteArrayList<>();
    private final List<JsonNode> bodies = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private Answering answering = exchange -> answer(exchange, 204, new byte[0]);

    @FunctionalInterface
    private interface Answering {
        void answer(HttpExchange exchange) throws IOException, InterruptedException;
    }

    @BeforeEach
    void start() throws IOException {
        server = LocalServer.create();
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestHeaders());
            bodies.add(JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build()
                    .readTree(exchange.getRequestBody()));
            try {
                answering.answer(exchange);
            } catch (InterruptedException e) {
                throw new IOException(e);
            } finally {
                exchange.close();
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private URI url() {
        return URI.create("http://127.0.0.1:%d/hook?key=s3cret-query"
                .formatted(server.getAddress().getPort()));
    }

    private static HttpHandler handler(HttpEndpoint endpoint) {
        return new HttpHandler(endpoint, JsonMapper.builder().build(), 1_000, InstantSource.system());
    }

    private DispatchFixture fixture(Map<String, String> headers, Duration timeout, int connections) {
        HttpEndpoint endpoint = new HttpEndpoint(url(), headers, timeout, connections);
        JobSettings job =
                TestJob.named("job").queued("max-attempts: 1").http(endpoint).settings();
        return new DispatchFixture(job, handler(endpoint), 16);
    }

    private Completion completion(byte[] body) {
        answering = exchange -> answer(exchange, 200, body);
        try (DispatchFixture fixture = fixture(Map.of(), LONG, 4)) {
            fixture.run(1);
            return fixture.completions(1).get(0);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
        {"a": 12345678901234567890.1234567890123450}|{"a": 12345678901234567890.1234567890123450}
        0.10000000000000000000000000001|0.10000000000000000000000000001
        [1, 2.0, {"b": null}]|[1, 2.0, {"b": null}]
        `  true `|true
        123 Main Street|"123 Main Street"
        1 2|"1 2"
        {"a": 1} and more|"{\\"a\\": 1} and more"
        {"a": 1|"{\\"a\\": 1"
        null|null
        nul|"nul"
        NaN|"NaN"
        done|"done"
        """)
    void shouldTakeABodyForJson_whenItIsInWhole_andElseForText(String body, String result) {
        assertThat(completion(body.getBytes(UTF_8))).isEqualTo(new Completion.Succeeded(Raw.of(result)));
    }

    @Test
    void shouldTakeABodyForText_whenItIsNotInUtf8() {
        assertThat(completion("\"\u00e4\"".getBytes(ISO_8859_1)))
                .isEqualTo(new Completion.Succeeded(Raw.of("\"\\\"\uFFFD\\\"\"")));
        assertThat(completion("\uFEFF{\"a\": 1}".getBytes(UTF_8)))
                .isEqualTo(new Completion.Succeeded(Raw.of("{\"a\": 1}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cret-\u0142", "s3cret-\u00e4", "s3cret-\n", "s3cret-\u007f"})
    void shouldRefuseAHeaderThatCannotBeSent_withoutShowingIt(String value) {
        HttpEndpoint endpoint = new HttpEndpoint(url(), Map.of("authorization", value), LONG, 1);
        assertThatThrownBy(() -> handler(endpoint))
                .isInstanceOf(HandlerException.class)
                .hasMessageContaining("'authorization'")
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
    }

    @Test
    void shouldShowNoHeaderAndNoQuery_whenTheEndpointEchoesThem() {
        answering = exchange -> answer(
                exchange,
                500,
                ("x".repeat(495) + exchange.getRequestHeaders().getFirst("Authorization") + " "
                                + exchange.getRequestURI()
                                + " {\"key\": \"s3cret\\\"quoted\", \"t\": \"s3cret-token\"}")
                        .getBytes(UTF_8));
        Map<String, String> headers = Map.of("authorization", "Bearer s3cret-token", "x-key", "s3cret\"quoted");
        try (DispatchFixture fixture = fixture(headers, LONG, 1)) {
            fixture.run(1);
            assertThat(fixture.completions(1).get(0))
                    .isInstanceOfSatisfying(
                            Completion.Retry.class,
                            retry -> assertThat(retry.failure().message())
                                    .contains("/hook answered 500: xxx")
                                    .doesNotContain("s3c"));
        }
        answering = exchange -> answer(
                exchange,
                400,
                (exchange.getRequestHeaders().getFirst("Authorization") + " " + exchange.getRequestURI()
                                + " {\"key\": \"s3cret\\\"quoted\", \"t\": \"s3cret-token\"}")
                        .getBytes(UTF_8));
        try (DispatchFixture fixture = fixture(headers, LONG, 1)) {
            fixture.run(1);
            assertThat(fixture.completions(1).get(0))
                    .isInstanceOfSatisfying(
                            Completion.Refused.class,
                            refused -> assertThat(refused.failure().message())
                                    .contains("/hook answered 400: ")
                                    .doesNotContain("s3c"));
        }
    }

    @Test
    void shouldShowNoHeader_whenTheAnswerIsNoHttpAndEchoesIt() throws IOException {
        try (java.net.ServerSocket raw = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            threads.execute(() -> {
                try (java.net.Socket socket = raw.accept()) {
                    socket.getInputStream().read();
                    socket.getOutputStream().write("NOHTTP s3cret-token\r\n\r\n".getBytes(UTF_8));
                    socket.getOutputStream().flush();
                    end.await();
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            HttpEndpoint endpoint = new HttpEndpoint(
                    URI.create("http://127.0.0.1:" + raw.getLocalPort() + "/hook"),
                    Map.of("authorization", "Bearer s3cret-token"),
                    LONG,
                    1);
            JobSettings job = TestJob.named("job")
                    .queued("max-attempts: 1")
                    .http(endpoint)
                    .settings();
            try (DispatchFixture fixture = new DispatchFixture(job, handler(endpoint), 1)) {
                fixture.run(1);
                assertThat(fixture.completions(1).get(0))
                        .isInstanceOfSatisfying(
                                Completion.Retry.class,
                                retry -> assertThat(retry.failure().message())
                                        .contains("gave no answer", "/hook")
                                        .doesNotContain("s3c"));
            }
        }
    }

    @Test
    void shouldEndARequestWhoseAnswerTakesTooLong_alsoWithinItsBody() {
        CountDownLatch closed = new CountDownLatch(1);
        answering = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try {
                while (!end.await(10, TimeUnit.MILLISECONDS)) {
                    exchange.getResponseBody().write('1');
                    exchange.getResponseBody().flush();
                }
            } catch (IOException e) {
                closed.countDown();
                throw e;
            }
        };
        try (DispatchFixture fixture = fixture(Map.of(), Duration.ofMillis(300), 1)) {
            fixture.run(1);
            assertThat(fixture.completions(1).get(0))
                    .isInstanceOfSatisfying(
                            Completion.Retry.class,
                            retry -> assertThat(retry.failure().message()).contains("/hook", "PT0.3S", "'timeout'"));
            await().until(() -> closed.getCount() == 0);
        }
    }

    @Test
    void shouldBeginNoMoreAttemptsThanThereAreConnections() {
        CountDownLatch two = new CountDownLatch(2);
        answering = exchange -> {
            two.countDown();
            end.await();
            answer(exchange, 204, new byte[0]);
        };
        try (DispatchFixture fixture = fixture(Map.of(), LONG, 2)) {
            IntStream.range(0, 8).forEach(i -> fixture.run(1));
            await().until(() -> two.getCount() == 0);
            assertThat(fixture.begun()).isEqualTo(2);
            // Who waits for a connection takes no place from others.
            assertThat(fixture.dispatch().running()).isEqualTo(2);
            assertThat(fixture.dispatch().queued()).isEqualTo(6);
            end.countDown();
            assertThat(fixture.completions(8)).hasOnlyElementsOfType(Completion.Succeeded.class);
            fixture.awaitFree();
        }
    }

    @Test
    void jobsThatCallTheSameHostShouldShareItsConnections() {
        CountDownLatch three = new CountDownLatch(3);
        answering = exchange -> {
            three.countDown();
            end.await();
            answer(exchange, 204, new byte[0]);
        };
        String elsewhere = url().toString().replace("127.0.0.1", "localhost");
        Map<String, HttpEndpoint> endpoints = Map.of(
                "one", new HttpEndpoint(url(), Map.of(), LONG, 2),
                "same", new HttpEndpoint(url().resolve("/other"), Map.of(), LONG, 4),
                "another", new HttpEndpoint(URI.create(elsewhere), Map.of(), LONG, 1));
        List<JobSettings> jobs = new ArrayList<>();
        Map<String, Handler> handlers = new HashMap<>();
        endpoints.forEach((name, endpoint) -> {
            jobs.add(
                    TestJob.named(name).queued("max-attempts: 1").http(endpoint).settings());
            handlers.put(name, handler(endpoint));
        });
        try (DispatchFixture fixture = new DispatchFixture(jobs, handlers, 16)) {
            for (int i = 0; i < 4; i++) {
                endpoints.keySet().forEach(name -> fixture.run(name, 1));
            }
            await().until(() -> three.getCount() == 0);
            // Two of the host that two jobs call, of which one would have had four, and one of the other.
            assertThat(fixture.begun()).isEqualTo(3);
            assertThat(fixture.dispatch().queued()).isEqualTo(9);
            end.countDown();
            assertThat(fixture.completions(12)).hasOnlyElementsOfType(Completion.Succeeded.class);
            fixture.awaitFree();
        }
    }

    @Test
    void shouldSayWhatItIsAskedFor_andHandTheLastResultOverAsItWas() {
        try (DispatchFixture fixture = fixture(Map.of(), LONG, 1)) {
            Work handle = fixture.work();
            var turn = fixture.turn(0);
            turn.add(handle);
            turn.add(new Work(
                    handle.sequence() + 1,
                    handle.attempt(),
                    new Purpose.Compensate(Optional.of(Raw.of("{\"sum\": 12345678901234567890.120}"))),
                    Optional.empty(),
                    handle.limits()));
            fixture.dispatch().run("job", turn);
            fixture.completions(2);
        }
        assertThat(requests)
                .extracting(headers -> headers.getFirst("Penstock-Purpose"))
                .containsExactly("handle", "compensate");
        assertThat(bodies).extracting(body -> body.get("purpose").asText()).containsExactly("handle", "compensate");
        assertThat(bodies.get(1).get("last_result")).hasToString("{\"sum\":12345678901234567890.120}");
        assertThat(requests.get(0).getFirst("Idempotency-Key")).startsWith("job/shop.orders/1/0000000a");
    }
}

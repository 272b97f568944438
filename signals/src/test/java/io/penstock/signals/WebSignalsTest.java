package io.penstock.signals;

import static io.penstock.signals.Sources.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signals that are asked for over HTTP, of a real server. */
class WebSignalsTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final Heard heard = new Heard();
    private HttpServer server;
    private volatile int status = 200;
    private volatile String body = "{}";
    private volatile boolean stalls;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        Sources.awaitEnd();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestURI().getRawPath() + "?"
                + exchange.getRequestURI().getQuery());
        authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("authorization")));
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().add("location", "/elsewhere");
        exchange.sendResponseHeaders(status, 0);
        exchange.getResponseBody().write(bytes);
        exchange.getResponseBody().flush();
        if (stalls) {
            hang(over);
        }
        exchange.close();
    }

    private static void hang(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private SignalSource http(String more) {
        return http("1m", more);
    }

    private SignalSource http(String timeout, String more) {
        return Sources.of(
                "{name: shop, p99: 20ms, http: {url: '" + url("/latency") + "', interval: 100ms, timeout: " + timeout
                        + more + "}}",
                "");
    }

    private SignalSource prometheus(String query) {
        return Sources.of(
                "{name: shop, p99: 20ms, prometheus: {url: '" + url("/base/")
                        + "', interval: 100ms, timeout: 1m, query: '" + query + "'}}",
                "");
    }

    @Test
    void anEndpointsFigureShouldBeToldInItsUnit() {
        body = "{\"http\": {\"p99\": 12500}}";
        try (SignalSource signal =
                http(", value: /http/p99, unit: us, headers: {authorization: 'Bearer opensesame'}")) {
            signal.start(heard);

            await().until(() -> heard.readings.size() >= 2);
            assertThat(heard.readings).containsOnly(12_500_000L);
            assertThat(heard.latencies).isEmpty();
            assertThat(authorizations).containsOnly("Bearer opensesame");
            assertThat(signal.unreadable()).isZero();
        }
    }

    @Test
    void singleLatenciesShouldBeToldOneByOne() {
        body = "{\"latency\": [1, 2.5, 40]}";
        try (SignalSource signal = http(", as: latency")) {
            signal.start(heard);

            await().until(() -> heard.latencies.size() >= 3);
            // A copy: a part of the list itself is of no use as soon as the next ones have come.
            assertThat(List.copyOf(heard.latencies).subList(0, 3)).containsExactly(1_000_000L, 2_500_000L, 40_000_000L);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "200|not json opensesame|is no JSON",
                "200|{\"latency\": \"12\"}|has no latency at '/latency'",
                "200|{\"latency\": -1}|has no latency at '/latency'",
                "200|{\"latency\": [1, null]}|has no latency at '/latency'",
                "200|{\"latency\": 1e300}|has no latency at '/latency'",
                "200|{}|has no latency at '/latency'",
                "503|{\"latency\": 1}|status 503",
                "302|{\"latency\": 1}|status 302"
            })
    void whatIsNoFigureShouldBeSaidOnceCountedAndTakenForSilence(int code, String answer, String told) {
        status = code;
        body = answer;
        try (Said said = new Said();
                SignalSource signal = http("")) {
            signal.start(heard);

            await().until(() -> signal.unreadable() >= 2);
            assertThat(said.silences())
                    .singleElement()
                    .satisfies(line ->
                            assertThat(line).contains("'shop'").contains(told).doesNotContain("opensesame"));
            assertThat(heard.readings).isEmpty();
            assertThat(asked).noneMatch(path -> path.startsWith("/elsewhere"));

            status = 200;
            body = "{\"latency\": 3}";
            await().until(() -> heard.readings.contains(3_000_000L));
        }
    }

    @Test
    void anAnswerThatDoesNotEndShouldBeGivenUp() {
        body = "{\"latency\"";
        stalls = true;
        try (Said said = new Said();
                SignalSource signal = http("50ms", ", headers: {authorization: 'Bearer opensesame'}")) {
            signal.start(heard);

            await().until(() -> signal.unreadable() >= 2);
            assertThat(said.silences())
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("within 50 ms"));
            assertThat(said.lines()).noneMatch(line -> line.contains("opensesame"));
        }
    }

    @Test
    void anAnswerThatIsTooLargeShouldBeGivenUp() {
        body = "{\"latency\": 1, \"more\": \"" + "x".repeat(100_000) + "\"}";
        try (Said said = new Said();
                SignalSource signal = http("")) {
            signal.start(heard);

            await().until(() -> signal.unreadable() >= 2);
            assertThat(said.silences())
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("too much"));
            assertThat(heard.readings).isEmpty();
        }
    }

    @Test
    void theWorstOfAQuerysResultsShouldCount() {
        body = "{\"status\": \"success\", \"data\": {\"resultType\": \"vector\", \"result\": ["
                + "{\"metric\": {}, \"value\": [1, \"0.012\"]}, {\"metric\": {}, \"value\": [1, \"NaN\"]},"
                + " {\"metric\": {}, \"value\": [1, \"0.034\"]}]}}";
        try (SignalSource signal = prometheus("histogram_quantile(0.99, a{b=\"c\"})")) {
            signal.start(heard);

            await().until(() -> !heard.readings.isEmpty());
            assertThat(heard.readings).containsOnly(34_000_000L);
            assertThat(asked)
                    .allSatisfy(path -> assertThat(path)
                            .startsWith("/base/api/v1/query?query=histogram_quantile(0.99, a{b=\"c\"})"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "200|{\"status\": \"success\", \"data\": {\"resultType\": \"vector\", \"result\": []}}|no such series",
                "200|{\"status\": \"success\", \"data\": {\"resultType\": \"scalar\", \"result\": [1, \"NaN\"]}}|NaN",
                "200|{\"status\": \"success\", \"data\": {\"resultType\": \"matrix\", \"result\": []}}|instant vector",
                "400|{\"status\": \"error\", \"errorType\": \"bad_data\", \"error\": \"parse error\"}|parse error",
                "404|not found|is no Prometheus"
            })
    void aQueryWithoutAResultShouldBeSilence(int code, String answer, String told) {
        status = code;
        body = answer;
        try (Said said = new Said();
                SignalSource signal = prometheus("up")) {
            signal.start(heard);

            await().until(() -> signal.unreadable() >= 2);
            assertThat(said.silences())
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains(told));
            assertThat(heard.readings).isEmpty();
        }
    }

    @Test
    void whatIsClosedShouldAskNoMore() {
        body = "{\"latency\": 1}";
        SignalSource signal = http("");
        signal.start(heard);
        await().until(() -> heard.readings.size() >= 2);

        signal.close();

        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("penstock-signal-shop")));
        long told = heard.readings.size() + signal.unreadable();
        assertThat(asked.size()).isLessThanOrEqualTo((int) told + 1);
    }
}

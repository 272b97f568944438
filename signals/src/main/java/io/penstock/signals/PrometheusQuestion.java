package io.penstock.signals;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.settings.Redaction;
import io.penstock.settings.SignalOrigin;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Asks a Prometheus server, or one that speaks its HTTP interface, for the present value of a query
 * (<a href="https://prometheus.io/docs/prometheus/latest/querying/api/#instant-queries">instant query</a>). Of several
 * results the worst counts. {@code NaN}, which is what a quantile of nothing is, counts as no result; {@code +Inf} as a day.
 *
 * <p>For one thread.
 */
final class PrometheusQuestion implements PeriodicSource.Question {
    private static final int OK = 200;
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_SHOWN = 200;
    private static final double LONGEST = Duration.ofDays(1).toNanos();
    private static final String QUERY_KIND = "the query has no result that is a number";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SignalOrigin.Prometheus origin;
    private final WebClient client;
    private final URI uri;

    PrometheusQuestion(SignalOrigin.Prometheus origin) {
        this.origin = origin;
        this.client = new WebClient(origin.request(), MOST_BYTES);
        this.uri = uri(origin);
    }

    private static URI uri(SignalOrigin.Prometheus origin) {
        String base = origin.request().url().toString().replaceFirst("/+$", "");
        return URI.create(base + "/api/v1/query?query="
                + URLEncoder.encode(origin.query(), UTF_8).replace("+", "%20") + "&timeout="
                + origin.request().timeout().toMillis() + "ms");
    }

    @Override
    public void ask(PeriodicSource.Telling to) throws UnreadableException, InterruptedException {
        WebClient.Answer answer = client.get(uri, "Prometheus");
        JsonNode json = parse(answer);
        if (answer.status() != OK || !json.path("status").asText().equals("success")) {
            String error = Redaction.text(json.path("error").asText());
            throw new UnreadableException(
                    "Prometheus refuses the query with status " + answer.status(),
                    error.isEmpty()
                            ? "See to 'url', 'headers' and 'query'"
                            : error.substring(0, Math.min(error.length(), MOST_SHOWN)));
        }
        to.reading(Math.round(worst(json.path("data"))));
    }

    private static JsonNode parse(WebClient.Answer answer) throws UnreadableException {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException malformed) {
            throw new UnreadableException(
                    "what answers at 'url' with status " + answer.status() + " is no Prometheus",
                    "Its answer is no JSON; 'url' is to be the server's, without /api/v1/query");
        }
    }

    private double worst(JsonNode data) throws UnreadableException {
        List<Double> values = new ArrayList<>();
        switch (data.path("resultType").asText()) {
            case "vector" -> {
                for (JsonNode sample : data.path("result")) {
                    values.add(number(sample.path("value").path(1)));
                }
            }
            case "scalar" -> values.add(number(data.path("result").path(1)));
            default ->
                throw new UnreadableException(
                        QUERY_KIND,
                        "It is to be an instant vector or a scalar: a range ([5m]) needs a function around it");
        }
        OptionalDouble worst = values.stream()
                .filter(value -> !value.isNaN())
                .mapToDouble(value -> Math.min(value * origin.unit().nanos(), LONGEST))
                .max();
        if (worst.isEmpty() || worst.getAsDouble() < 0) {
            throw new UnreadableException(
                    QUERY_KIND,
                    values.isEmpty()
                            ? "The result is empty: there is no such series"
                            : "It is NaN, as a quantile of nothing is, or below zero");
        }
        return worst.getAsDouble();
    }

    /** Prometheus writes numbers as text. */
    private static double number(JsonNode text) {
        String written = text.asText();
        return switch (written) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> {
                try {
                    yield Double.parseDouble(written);
                } catch (NumberFormatException none) {
                    yield Double.NaN;
                }
            }
        };
    }

    @Override
    public void close() {}
}

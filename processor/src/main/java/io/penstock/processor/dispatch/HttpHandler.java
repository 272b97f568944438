package io.penstock.processor.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.api.AsyncTaskHandler;
import io.penstock.api.AttemptNumber;
import io.penstock.api.Outcome;
import io.penstock.api.Task;
import io.penstock.api.TaskContext;
import io.penstock.settings.JobSettings.HttpEndpoint;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The built-in {@code http}: each task is POSTed as JSON to an endpoint, whose answer says what came of it. 2xx: done, the
 * body is the result; 4xx: refused, but 408, 409, 425 and 429, which like all else may pass. Redirects are not followed: a
 * POST would become a GET on its way.
 */
final class HttpHandler implements AsyncTaskHandler {
    private static final Set<Integer> MAY_PASS = Set.of(408, 409, 425, 429);
    private static final int SHOWN = 500;

    private final HttpEndpoint endpoint;
    private final ObjectMapper json;
    private final int maxBodyBytes;
    private final InstantSource clock;
    private final HttpClient client;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int underWay;

    HttpHandler(HttpEndpoint endpoint, ObjectMapper json, int maxBodyBytes, InstantSource clock) {
        this.endpoint = endpoint;
        this.json = json;
        this.maxBodyBytes = maxBodyBytes;
        this.clock = clock;
        this.client = HttpClient.newBuilder()
                .connectTimeout(endpoint.timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    @Override
    public CompletionStage<Outcome> handle(Task task, TaskContext context) throws JsonProcessingException {
        return send(body(task).put("purpose", "handle"), task, context);
    }

    @Override
    public CompletionStage<Outcome> compensate(Task task, Optional<JsonNode> lastResult, TaskContext context)
            throws JsonProcessingException {
        ObjectNode body = body(task).put("purpose", "compensate");
        body.set("last_result", lastResult.orElseGet(HttpHandler::nothing));
        return send(body, task, context);
    }

    private ObjectNode body(Task task) {
        ObjectNode body = json.createObjectNode()
                .put("job", task.job())
                .put("collection", task.collection())
                .put("id", task.id())
                .put("document_id", task.documentId())
                .put("version", task.version())
                .put("shard_key", task.shardKey())
                .put("operation", task.operation().code());
        body.set("document", task.document().orElseGet(HttpHandler::nothing));
        body.set("update_description", task.updateDescription().orElseGet(HttpHandler::nothing));
        return body;
    }

    private static JsonNode nothing() {
        return NullNode.getInstance();
    }

    private CompletionStage<Outcome> send(ObjectNode body, Task task, TaskContext context)
            throws JsonProcessingException {
        AttemptNumber attempt = context.attempt();
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.url())
                .timeout(endpoint.timeout())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", asHeader(task.idempotencyKey()))
                .header("Penstock-Job", asHeader(task.job()))
                .header("Penstock-Attempt", attempt.epoch() + "." + attempt.count())
                .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body)));
        endpoint.headers().forEach(request::header);
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        enter(() -> exchange(request.build(), outcome));
        return outcome;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // What these would tell is told by the outcome.
    private void exchange(HttpRequest request, CompletableFuture<Outcome> outcome) {
        if (outcome.isDone()) {
            leave();
            return;
        }
        CompletableFuture<HttpResponse<byte[]>> response =
                client.sendAsync(request, info -> new LimitedBody(maxBodyBytes));
        // Who cancels the attempt ends the exchange.
        outcome.whenComplete((done, thrown) -> response.cancel(true));
        response.whenComplete((answer, thrown) -> {
            leave();
            if (thrown == null) {
                outcome.complete(outcome(answer));
            } else {
                outcome.completeExceptionally(thrown);
            }
        });
    }

    private Outcome outcome(HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        if (status >= 200 && status < 300) {
            return result(answer.body());
        }
        String told = "%s answered %d: %s".formatted(where(), status, shown(answer.body()));
        if (status >= 400 && status < 500 && !MAY_PASS.contains(status)) {
            return Outcome.rejected(told);
        }
        return answer.headers()
                .firstValue("Retry-After")
                .flatMap(this::pause)
                .map(pause -> Outcome.retryAfter(pause, told))
                .orElseGet(() -> Outcome.retry(told));
    }

    private Outcome result(byte[] body) {
        if (body.length == 0) {
            return Outcome.succeeded();
        }
        if (body.length > maxBodyBytes) {
            return Outcome.rejected(
                    "%s has done the work, but its answer has more than %,d bytes".formatted(where(), maxBodyBytes));
        }
        try {
            return Outcome.succeeded(json.readTree(body));
        } catch (IOException noJson) {
            return Outcome.succeeded(new String(body, UTF_8));
        }
    }

    /** RFC 9110, 10.2.3: seconds or a date. */
    private Optional<Duration> pause(String retryAfter) {
        try {
            Duration pause = retryAfter.strip().chars().allMatch(Character::isDigit)
                    ? Duration.ofSeconds(Long.parseLong(retryAfter.strip()))
                    : Duration.between(
                            clock.instant(),
                            Instant.from(ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME)));
            return Optional.of(pause).filter(it -> !it.isNegative());
        } catch (DateTimeParseException | NumberFormatException neither) {
            return Optional.empty();
        }
    }

    /** Without the query, which may hold a secret. */
    private String where() {
        return endpoint.url().getScheme() + "://" + endpoint.url().getAuthority()
                + endpoint.url().getPath();
    }

    private static String shown(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, SHOWN), UTF_8);
        return body.length > SHOWN ? text + "…" : text;
    }

    /** A header takes printable ASCII; an id may be any text. */
    private static String asHeader(String text) {
        boolean plain = text.chars().allMatch(sign -> sign > ' ' && sign < 0x7F);
        return plain ? text : URLEncoder.encode(text, UTF_8);
    }

    private void enter(Runnable exchange) {
        synchronized (waiting) {
            if (underWay == endpoint.connectionsPerHost()) {
                waiting.add(exchange);
                return;
            }
            underWay++;
        }
        exchange.run();
    }

    private void leave() {
        Optional<Runnable> next;
        synchronized (waiting) {
            next = Optional.ofNullable(waiting.poll());
            underWay -= next.isPresent() ? 0 : 1;
        }
        next.ifPresent(Runnable::run);
    }
}

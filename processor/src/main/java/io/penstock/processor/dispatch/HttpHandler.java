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
import io.penstock.processor.task.Failure;
import io.penstock.settings.JobSettings.HttpEndpoint;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * The built-in {@code http}: each task is POSTed as JSON to an endpoint, whose answer says what came of it. 2xx: done, the
 * body is the result; 4xx: refused, but 408, 409, 425 and 429, which like all else may pass. Redirects are not followed: a
 * POST would become a GET on its way. How many requests are under way is for whoever calls to bound.
 */
final class HttpHandler implements AsyncTaskHandler {
    private static final Set<Integer> MAY_PASS = Set.of(408, 409, 425, 429);
    /** RFC 6585, 4 and RFC 9110, 15.6.4: too many requests, and too much to do for now. */
    private static final Set<Integer> OVERLOADED = Set.of(429, 503);

    private static final int SHOWN = 500;
    private static final String HANDLE = "handle";
    private static final String COMPENSATE = "compensate";

    private final HttpEndpoint endpoint;
    private final ObjectMapper json;
    private final int maxBodyBytes;
    private final InstantSource clock;
    private final HttpClient client;
    private final HttpRequest.Builder requests;
    private final AnswerBody body;
    private final Redaction redaction;

    /**
     * @param maxBodyBytes the largest answer that is a result
     * @throws HandlerException if a header cannot be sent
     */
    HttpHandler(HttpEndpoint endpoint, ObjectMapper json, int maxBodyBytes, InstantSource clock) {
        this.endpoint = endpoint;
        this.json = json;
        this.maxBodyBytes = maxBodyBytes;
        this.clock = clock;
        this.body = new AnswerBody(json);
        this.redaction = new Redaction(endpoint);
        this.requests = HttpRequest.newBuilder(endpoint.url()).header("Content-Type", "application/json");
        endpoint.headers().forEach(this::addHeader);
        this.client = HttpClient.newBuilder()
                .connectTimeout(endpoint.timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /** The client sends more than ASCII as question marks, and shows the value of what it refuses. */
    private void addHeader(String name, String value) {
        try {
            if (value.chars().allMatch(sign -> sign == '\t' || (sign >= ' ' && sign < 0x7F))) {
                requests.header(name, value);
                return;
            }
        } catch (IllegalArgumentException refused) {
            // Told without it: its message has the value.
        }
        throw new HandlerException(
                "The header '" + name
                        + "' of the HTTP handler cannot be sent: its name is none of the user's to set, or"
                        + " its value has signs beyond ASCII or control characters (it is not shown here, since it may be"
                        + " a secret)",
                null);
    }

    @Override
    public CompletionStage<Outcome> handle(Task task, TaskContext context) throws JsonProcessingException {
        return send(HANDLE, content(task), task, context);
    }

    @Override
    public CompletionStage<Outcome> compensate(Task task, Optional<JsonNode> lastResult, TaskContext context)
            throws JsonProcessingException {
        ObjectNode content = content(task);
        content.set("last_result", lastResult.orElseGet(HttpHandler::nothing));
        return send(COMPENSATE, content, task, context);
    }

    private ObjectNode content(Task task) {
        ObjectNode content = json.createObjectNode()
                .put("job", task.job())
                .put("collection", task.collection())
                .put("id", task.id())
                .put("document_id", task.documentId())
                .put("version", task.version())
                .put("shard_key", task.shardKey())
                .put("operation", task.operation().code());
        content.set("document", task.document().orElseGet(HttpHandler::nothing));
        content.set("update_description", task.updateDescription().orElseGet(HttpHandler::nothing));
        return content;
    }

    private static JsonNode nothing() {
        return NullNode.getInstance();
    }

    private CompletionStage<Outcome> send(String purpose, ObjectNode content, Task task, TaskContext context)
            throws JsonProcessingException {
        AttemptNumber attempt = context.attempt();
        HttpRequest request = requests.copy()
                .header("Idempotency-Key", task.idempotencyKey())
                .header("Penstock-Job", task.job())
                .header("Penstock-Attempt", attempt.epoch() + "." + attempt.count())
                .header("Penstock-Purpose", purpose)
                .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(content.put("purpose", purpose))))
                .build();
        return exchange(request);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // What these would tell is told by the outcome.
    private CompletableFuture<Outcome> exchange(HttpRequest request) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        CompletableFuture<HttpResponse<byte[]>> response =
                client.sendAsync(request, info -> new LimitedBody(maxBodyBytes));
        response.whenComplete((answer, thrown) -> {
            if (thrown == null) {
                outcome.complete(outcome(answer));
            } else if (thrown instanceof Error) {
                outcome.completeExceptionally(thrown);
            } else {
                outcome.complete(Outcome.retry("%s gave no answer: %s".formatted(where(), told(thrown))));
            }
        });
        // The client's own limit ends with the answer's headers.
        outcome.completeOnTimeout(
                Outcome.retry("%s took longer than its 'timeout' of %s, and may have done the work all the same"
                        .formatted(where(), endpoint.timeout())),
                endpoint.timeout().toMillis(),
                TimeUnit.MILLISECONDS);
        // Whatever ends the attempt ends the exchange.
        outcome.whenComplete((done, thrown) -> response.cancel(true));
        return outcome;
    }

    private String told(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        String message = Failure.message(cause);
        String name = cause.getClass().getSimpleName();
        return redaction.of(message.contains(name) ? message : name + ": " + message);
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
        boolean overloaded = OVERLOADED.contains(status);
        return answer.headers()
                .firstValue("Retry-After")
                .flatMap(this::pause)
                .map(pause -> overloaded ? Outcome.overloaded(pause, told) : Outcome.retryAfter(pause, told))
                .orElseGet(() -> overloaded ? Outcome.overloaded(told) : Outcome.retry(told));
    }

    private Outcome result(byte[] answer) {
        if (answer.length == 0) {
            return Outcome.succeeded();
        }
        if (answer.length > maxBodyBytes) {
            return Outcome.rejected(
                    "%s has done the work, but its answer has more than %,d bytes".formatted(where(), maxBodyBytes));
        }
        return Outcome.succeeded(body.read(answer));
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

    private String shown(byte[] answer) {
        String text = redaction.of(new String(answer, UTF_8));
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }
}

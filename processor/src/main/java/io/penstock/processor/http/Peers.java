package io.penstock.processor.http;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;

/** Asks other processes of the deployment, all at once. Threads may share one. */
public final class Peers {
    private static final Duration CONNECTING = Duration.ofSeconds(2);
    private static final Duration ANSWERING = Duration.ofSeconds(5);

    private final HttpClient client;
    private final String scheme;

    /**
     * What one of them answered.
     *
     * @param address {@code host:port}
     * @param status HTTP's status code; 0 if there was no answer
     * @param body the answer, or why there was none
     */
    public record Answer(String address, int status, String body) {
        /** Whether it is what was asked for. */
        public boolean good() {
            return status == 200;
        }
    }

    /**
     * @param tls with which they speak TLS; empty: they do not
     */
    public Peers(Optional<SSLContext> tls) {
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(CONNECTING).version(HttpClient.Version.HTTP_1_1);
        tls.ifPresent(builder::sslContext);
        this.client = builder.build();
        this.scheme = tls.isPresent() ? "https" : "http";
    }

    /**
     * Asks all of them, and waits for the last answer, for seconds at most.
     *
     * @param addresses {@code host:port} of each
     * @param target path and query, escaped
     */
    public List<Answer> ask(Collection<String> addresses, String target) {
        Map<String, CompletableFuture<Answer>> asked = new LinkedHashMap<>();
        for (String address : addresses) {
            asked.put(address, ask(address, target));
        }
        List<Answer> answers = new ArrayList<>();
        asked.forEach((address, future) -> answers.add(future.join()));
        return answers;
    }

    /**
     * Has one of them do something.
     *
     * @param target path and query, escaped
     */
    public Answer tell(String address, String target, Token token) {
        return send(
                        address,
                        target,
                        request -> request.header("Authorization", token.authorization())
                                .POST(BodyPublishers.noBody()))
                .join();
    }

    private CompletableFuture<Answer> ask(String address, String target) {
        return send(address, target, HttpRequest.Builder::GET);
    }

    private CompletableFuture<Answer> send(String address, String target, UnaryOperator<HttpRequest.Builder> kind) {
        HttpRequest request;
        try {
            request = kind.apply(HttpRequest.newBuilder(URI.create(scheme + "://" + address + target)))
                    .timeout(ANSWERING)
                    .build();
        } catch (IllegalArgumentException malformed) {
            return CompletableFuture.completedFuture(new Answer(address, 0, "that is no address"));
        }
        return client.sendAsync(request, BodyHandlers.ofString())
                .thenApply(
                        (HttpResponse<String> response) -> new Answer(address, response.statusCode(), response.body()))
                .exceptionally(failure -> new Answer(address, 0, reason(failure)));
    }

    private static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String message = cause.getMessage();
        return "it does not answer (" + (message == null ? cause.getClass().getSimpleName() : message) + ")";
    }
}

package io.penstock.signals;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.settings.SignalOrigin.Request;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks over HTTP. An answer has a time and a size that it must keep, head and body together; redirections are not followed,
 * for they would carry the headers elsewhere.
 *
 * <p>For one thread.
 */
final class WebClient {
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final Request request;
    private final int mostBytes;

    /**
     * @param request how it is asked
     * @param mostBytes the largest body that is read
     */
    WebClient(Request request, int mostBytes) {
        this.request = request;
        this.mostBytes = mostBytes;
    }

    /**
     * An answer.
     *
     * @param status HTTP's
     * @param body all of it, as text
     */
    record Answer(int status, String body) {}

    /**
     * GETs.
     *
     * @param what who is asked, to go into a sentence: {@code the endpoint}
     * @throws UnreadableException if there is no answer in time, or one that is too large
     */
    Answer get(URI uri, String what) throws UnreadableException, InterruptedException {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(uri).timeout(request.timeout()).header("accept", "application/json");
        request.headers().forEach(builder::header);
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(builder.build(), head -> new BoundedBody(mostBytes));
        try {
            HttpResponse<byte[]> got = answer.get(request.timeout().toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(got.statusCode(), new String(got.body(), UTF_8));
        } catch (TimeoutException late) {
            throw late(what);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            if (cause instanceof HttpTimeoutException) {
                // The client has the same patience, and may be the first to lose it.
                throw late(what);
            }
            if (cause instanceof TooLargeException) {
                throw new UnreadableException(
                        what + " answered too much", "It is to be " + mostBytes + " bytes at most");
            }
            throw new UnreadableException(
                    what + " gave no answer (" + cause.getClass().getSimpleName() + ")", Unanswered.why(cause));
        } finally {
            answer.cancel(true);
        }
    }

    private UnreadableException late(String what) {
        return new UnreadableException(
                what + " did not answer within " + request.timeout().toMillis() + " ms",
                "See to it, or raise 'timeout'");
    }

    private static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** Gathers a body; gives up, and with it the connection, when it gets too large. */
    private static final class BoundedBody implements HttpResponse.BodySubscriber<byte[]> {
        private final HttpResponse.BodySubscriber<byte[]> all = HttpResponse.BodySubscribers.ofByteArray();
        private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        private long left;

        BoundedBody(int mostBytes) {
            this.left = mostBytes;
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return all.getBody();
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.complete(given);
            all.onSubscribe(given);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            left -= buffers.stream().mapToLong(ByteBuffer::remaining).sum();
            if (left >= 0) {
                all.onNext(buffers);
            } else {
                subscription.join().cancel();
                all.onError(new TooLargeException());
            }
        }

        @Override
        public void onError(Throwable failed) {
            all.onError(failed);
        }

        @Override
        public void onComplete() {
            if (left >= 0) {
                all.onComplete();
            }
        }
    }
}

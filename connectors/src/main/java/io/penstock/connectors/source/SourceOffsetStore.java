package io.penstock.connectors.source;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.runtime.WorkerConfig;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.KafkaOffsetBackingStore;
import org.apache.kafka.connect.util.Callback;
import org.apache.kafka.connect.util.TopicAdmin;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the connector's offsets in a Kafka topic. It is Connect's own store; but Debezium, which would make one, never
 * closes the store's admin client, and each restart of the engine would leave one behind.
 */
public final class SourceOffsetStore extends KafkaOffsetBackingStore {
    private static final Duration CLOSING = Duration.ofSeconds(1);
    private static final Duration LAST_WRITE = Duration.ofSeconds(2);

    private final AtomicReference<@Nullable TopicAdmin> admin;

    /** Made by Debezium, by name. */
    public SourceOffsetStore() {
        this(new AtomicReference<>());
    }

    private SourceOffsetStore(AtomicReference<@Nullable TopicAdmin> admin) {
        super(() -> Objects.requireNonNull(admin.get()), () -> "penstock-", keys());
        this.admin = admin;
    }

    @Override
    public void configure(WorkerConfig config) {
        admin.set(new TopicAdmin(config.originals()));
        super.configure(config);
    }

    /**
     * Writes offsets. The future that Connect's store returns waits for ever if its time is over to the millisecond ({@code
     * KafkaOffsetBackingStore.SetCallbackFuture.get}, Kafka 4.3: what is left is 0 then, and {@code Object.wait(0)} has no
     * end), and with it the engine, while Kafka is away. This one keeps its time.
     */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // It is the one that does not keep its time.
    public Future<Void> set(Map<ByteBuffer, ByteBuffer> values, Callback<Void> callback) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        super.set(values, (failure, nothing) -> {
            callback.onCompletion(failure, null);
            if (failure == null) {
                written.complete(null);
            } else {
                written.completeExceptionally(failure);
            }
        });
        return written;
    }

    /**
     * Stops, whether or not Kafka is there. Connect's store waits until its last write is acknowledged, and sets that write
     * no limit: where Kafka goes away with an offset on its way, an engine that has failed would never come to an end. A
     * write that is given up costs no more than changes that are told again. Interrupted, the producer gives up at once.
     */
    @Override
    public void stop() {
        Thread stopping = new Thread(super::stop, "penstock-offsets-stop");
        stopping.setDaemon(true);
        stopping.start();
        try {
            stopping.join(LAST_WRITE.toMillis());
            stopping.interrupt();
            stopping.join(CLOSING.toMillis());
        } catch (InterruptedException end) {
            stopping.interrupt();
            Thread.currentThread().interrupt();
        } finally {
            TopicAdmin used = admin.getAndSet(null);
            if (used != null) {
                used.close(CLOSING);
            }
        }
    }

    private static Converter keys() {
        JsonConverter converter = new JsonConverter();
        converter.configure(Map.of("schemas.enable", "false"), true);
        return converter;
    }
}

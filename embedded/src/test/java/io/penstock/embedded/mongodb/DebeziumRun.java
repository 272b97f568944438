package io.penstock.embedded.mongodb;

import static org.awaitility.Awaitility.await;

import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.format.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.bson.Document;

/** One life of a Debezium engine with the MongoDB connector, offsets in a file. */
final class DebeziumRun implements AutoCloseable {
    /** Debezium itself waits for ten seconds before it tries again. */
    static final Duration PATIENCE = Duration.ofMinutes(3);

    private final List<ChangeEvent<String, String>> events = new CopyOnWriteArrayList<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicReference<Optional<Throwable>> failure = new AtomicReference<>(Optional.empty());
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final DebeziumEngine<ChangeEvent<String, String>> engine;

    DebeziumRun(String uri, Path directory, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>();
        settings.put("name", "stand-in");
        settings.put("connector.class", "io.debezium.connector.mongodb.MongoDbConnector");
        settings.put("mongodb.connection.string", uri);
        settings.put("topic.prefix", "p");
        settings.put("collection.include.list", "shop.orders");
        settings.put("capture.scope", "database");
        settings.put("capture.target", "shop");
        settings.put("filters.match.mode", "literal");
        settings.put("offset.storage", "org.apache.kafka.connect.storage.FileOffsetBackingStore");
        settings.put(
                "offset.storage.file.filename", directory.resolve("offsets").toString());
        settings.put("offset.flush.interval.ms", "0");
        settings.put("poll.interval.ms", "10");
        settings.put("retriable.restart.connector.wait.ms", "200");
        settings.put("tombstones.on.delete", "false");
        settings.put("key.converter.schemas.enable", "false");
        settings.put("value.converter.schemas.enable", "false");
        settings.putAll(more);
        Properties properties = new Properties();
        settings.forEach((key, value) -> {
            if (!value.isEmpty()) {
                properties.setProperty(key, value);
            }
        });
        engine = DebeziumEngine.create(Json.class)
                .using(properties)
                .using((success, message, error) -> {
                    failure.set(Optional.ofNullable(error));
                    ended.set(true);
                })
                .notifying(event -> {
                    events.add(event);
                })
                .build();
        thread.execute(engine);
    }

    /** What came, as Debezium's letter and the id: {@code c1}, {@code u1}, {@code d1}, {@code r1}. */
    List<String> operations() {
        return events.stream()
                .filter(event -> event.value() != null && event.destination().endsWith("orders"))
                .map(event -> Document.parse(event.value()).getString("op")
                        + Document.parse(event.key()).getString("id"))
                .toList();
    }

    /** All that came. */
    List<ChangeEvent<String, String>> events() {
        return List.copyOf(events);
    }

    long heartbeats() {
        return events.stream()
                .filter(event -> event.destination().startsWith("__debezium-heartbeat"))
                .count();
    }

    void awaitSnapshot(int documents) {
        await().atMost(PATIENCE).until(() -> operations().size() >= documents);
    }

    Optional<Throwable> awaitEnd() {
        await().atMost(PATIENCE).untilTrue(ended);
        return failure.get();
    }

    @Override
    public void close() {
        try {
            engine.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalStateException e) {
            // It has ended by itself.
        }
        thread.shutdown();
        try {
            thread.awaitTermination(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

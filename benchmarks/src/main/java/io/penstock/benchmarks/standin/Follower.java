package io.penstock.benchmarks.standin;

import io.debezium.embedded.async.ConvertingAsyncEngineBuilderFactory;
import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.DebeziumEngine.ChangeConsumer;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.debezium.engine.format.JsonByteArray;
import io.debezium.engine.format.KeyValueHeaderChangeEventFormat;
import io.penstock.connectors.source.SourceProperties;
import io.penstock.settings.Settings;
import io.penstock.settings.file.SettingsFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;

/** Debezium's engine with the connector's properties of Penstock, that counts changes and keeps nothing. */
final class Follower implements AutoCloseable, ChangeConsumer<ChangeEvent<byte[], byte[]>> {
    private final AtomicLong seen = new AtomicLong();
    private final String topic;
    private final DebeziumEngine<ChangeEvent<byte[], byte[]>> engine;

    Follower(String mongodb, String database, String collection) {
        this.topic = "stand-in." + database + "." + collection;
        Settings settings = SettingsFile.parse("""
                        application: stand-in
                        kafka:
                          bootstrap.servers: nowhere:9092
                        mongodb:
                          uri: "%s"
                        source:
                          prefix: stand-in
                        debezium:
                          snapshot.mode: no_data
                        jobs:
                          - name: count
                            collection: %s.%s
                            handler: document
                        """.formatted(mongodb, database, collection), Map.of())
                .settings()
                .orElseThrow();
        Properties properties = SourceProperties.of(settings).toProperties();
        properties.put("offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore");
        this.engine = new ConvertingAsyncEngineBuilderFactory()
                .builder(KeyValueHeaderChangeEventFormat.of(
                        JsonByteArray.class, JsonByteArray.class, JsonByteArray.class))
                .using(properties)
                .using((success, message, cause) -> {
                    if (!success) {
                        System.err.println("The connector ended: " + message + ", " + cause);
                    }
                })
                .notifying(this)
                .build();
        Thread thread = new Thread(engine, "follower");
        thread.setDaemon(true);
        thread.start();
    }

    /** How many changes have come. */
    long seen() {
        return seen.get();
    }

    @Override
    public void handleBatch(
            List<ChangeEvent<byte[], byte[]>> events, RecordCommitter<ChangeEvent<byte[], byte[]>> committer)
            throws InterruptedException {
        for (ChangeEvent<byte[], byte[]> event : events) {
            if (event.destination().equals(topic)) {
                seen.incrementAndGet();
            }
            committer.markProcessed(event);
        }
        committer.markBatchFinished();
    }

    @Override
    public void close() throws IOException {
        engine.close();
    }
}

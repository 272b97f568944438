package io.penstock.benchmarks.engine;

import io.debezium.embedded.async.ConvertingAsyncEngineBuilderFactory;
import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.format.JsonByteArray;
import io.debezium.engine.format.KeyValueHeaderChangeEventFormat;
import io.penstock.benchmarks.process.Contestant;
import io.penstock.connectors.source.SourceProperties;
import java.io.IOException;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Debezium's engine with a consumer and a producer written by hand, with the connector's properties of Penstock. */
final class PeerEngine implements Contestant {
    private final KafkaProducer<byte[], byte[]> producer;
    private final DebeziumEngine<ChangeEvent<byte[], byte[]>> engine;
    private final Thread thread;

    private PeerEngine(EngineRun run) {
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        run.bootstrapServers(),
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.engine = new ConvertingAsyncEngineBuilderFactory()
                .builder(KeyValueHeaderChangeEventFormat.of(
                        JsonByteArray.class, JsonByteArray.class, JsonByteArray.class))
                .using(properties(run))
                .using((success, message, cause) -> System.err.println("The engine ended: " + message + ", " + cause))
                .notifying(new PeerConsumer(producer, run.changes()))
                .build();
        this.thread = new Thread(engine, "peer");
        thread.setDaemon(true);
    }

    private static Properties properties(EngineRun run) {
        Properties properties = SourceProperties.of(run.settings()).toProperties();
        // Penstock's store leaves the writing of offsets to its sink.
        properties.setProperty("offset.storage", "org.apache.kafka.connect.storage.KafkaOffsetBackingStore");
        return properties;
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        Contestant.run(arguments, options -> new PeerEngine(EngineRun.of(options)));
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void close() throws IOException {
        engine.close();
        producer.close();
    }
}

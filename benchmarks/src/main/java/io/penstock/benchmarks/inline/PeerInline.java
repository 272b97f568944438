package io.penstock.benchmarks.inline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.benchmarks.installation.Installation;
import io.penstock.benchmarks.process.Contestant;
import java.io.IOException;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** The shortest topology that does the same work with exactly-once: what one would write without Penstock. */
final class PeerInline implements Contestant {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STORE = "versions";
    /** Penstock's defaults, so that the batches of both sides are of one size. */
    private static final int LINGER = 5;

    private static final int BATCH_BYTES = 128 * 1024;
    private static final int BUFFER_BYTES = 64 * 1024 * 1024;

    private final KafkaStreams streams;

    private PeerInline(Installation run) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.addStateStore(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.Integer()));
        builder.stream(
                        Installation.changes(run.source(), InlineBenchmark.COLLECTION),
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .map((key, envelope) -> {
                    String order = read(envelope).path("after").textValue();
                    return KeyValue.pair(read(order).path("customerId").textValue(), order);
                })
                .repartition(Repartitioned.with(Serdes.String(), Serdes.String())
                        .withName("by-customer")
                        .withNumberOfPartitions(run.partitions()))
                .process(Totals::new, STORE)
                .to(run.results(), Produced.with(Serdes.String(), Serdes.String()));
        this.streams = new KafkaStreams(builder.build(), properties(run));
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        Contestant.run(arguments, options -> new PeerInline(Installation.of(options)));
    }

    /** Runs each version of an order once. */
    private static final class Totals extends ContextualProcessor<String, String, String, String> {
        private KeyValueStore<String, Integer> versions;

        @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before all else.
        Totals() {}

        @Override
        public void init(ProcessorContext<String, String> context) {
            super.init(context);
            versions = context.getStateStore(STORE);
        }

        @Override
        public void process(Record<String, String> change) {
            JsonNode order = read(change.value());
            String id = order.path("_id").path("$oid").textValue();
            int version = order.path("version").intValue();
            Integer newest = versions.get(id);
            if (newest == null || newest < version) {
                versions.put(id, version);
                context()
                        .forward(change.withKey(id)
                                .withValue(OrderTotal.of(order).toString()));
            }
        }
    }

    @Override
    public void start() {
        streams.setUncaughtExceptionHandler(failure -> {
            System.exit(1);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.start();
    }

    @Override
    public void close() {
        streams.close();
    }

    private static Properties properties(Installation run) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, run.application());
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, run.bootstrapServers());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, run.state().toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, InlineBenchmark.COMMIT_INTERVAL);
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, InlineBenchmark.THREADS);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), BUFFER_BYTES);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), LINGER);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), (long) BUFFER_BYTES);
        return properties;
    }

    private static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}

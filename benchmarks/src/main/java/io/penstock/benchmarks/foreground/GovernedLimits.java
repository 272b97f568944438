package io.penstock.benchmarks.foreground;

import io.penstock.benchmarks.kafka.TopicAdmin;
import io.penstock.records.GovernorJson;
import io.penstock.records.Ruling;
import io.penstock.records.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What the governor of an application has decided so far, from the topic on which it says so. */
final class GovernedLimits {
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private GovernedLimits() {}

    /**
     * In order; compaction, which would take the older ones away, begins minutes later.
     *
     * @param figure of a ruling that is wanted; empty: it does not count
     */
    static List<Run.Limit> read(
            String bootstrapServers, String application, Function<Ruling, Optional<Double>> figure) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(TopicAdmin.partitions(new Topics(application).governor(), 1));
            consumer.seekToBeginning(consumer.assignment());
            long end = consumer.endOffsets(consumer.assignment())
                    .values()
                    .iterator()
                    .next();
            List<Run.Limit> limits = new ArrayList<>();
            while (consumer.position(consumer.assignment().iterator().next()) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(PATIENCE)) {
                    if (record.value() != null
                            && GovernorJson.read(record.value()).orElse(null) instanceof Ruling ruling) {
                        figure.apply(ruling).ifPresent(most -> limits.add(new Run.Limit(record.timestamp(), most)));
                    }
                }
            }
            return limits;
        }
    }
}

package io.penstock.cli.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.records.HeaderNames;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A dead letter, as read-committed readers see it.
 *
 * @param key the idempotency key of its task
 * @param reason why
 */
public record GivenUp(String key, String reason) {
    private static final Duration POLL = Duration.ofMillis(200);

    /**
     * All that a topic has.
     *
     * @param bootstrapServers the broker's address
     * @param topic of dead letters
     */
    public static List<GivenUp> of(String bootstrapServers, String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<GivenUp> letters = new ArrayList<>();
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                consumer.poll(POLL).forEach(record -> letters.add(of(record)));
            }
            return letters;
        }
    }

    private static GivenUp of(ConsumerRecord<byte[], byte[]> record) {
        String key = String.join(
                "/",
                Stream.of(HeaderNames.JOB, HeaderNames.COLLECTION, HeaderNames.TASK_ID, HeaderNames.VERSION)
                        .map(name -> encoded(header(record, name)))
                        .toList());
        return new GivenUp(key, header(record, HeaderNames.REASON));
    }

    /** As the parts of an idempotency key are. */
    private static String encoded(String part) {
        return URLEncoder.encode(part, UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }
}

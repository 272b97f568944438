package io.penstock.processor.stream;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds changes that Kafka has deleted before this application read them. Its clients go on with the oldest that is left and
 * say no more of it than of any other start.
 */
final class UnreadChanges {
    private static final Logger LOG = LoggerFactory.getLogger(UnreadChanges.class);
    private static final int PATIENCE_MILLIS = 15_000;

    private final Admin admin;
    private final String application;

    /**
     * @param application the group by which changes are read
     */
    UnreadChanges(Admin admin, String application) {
        this.admin = admin;
        this.application = application;
    }

    /** Logs what was lost. Where Kafka does not tell, it logs that, too: the start does not depend on it. */
    void look(Sources sources) throws InterruptedException {
        try {
            Map<TopicPartition, Long> read = read(sources);
            if (!read.isEmpty()) {
                compare(read);
            }
        } catch (ExecutionException e) {
            LOG.warn("Whether changes were deleted before they were read is not known: {}", e.getMessage(), e);
        }
    }

    private Map<TopicPartition, Long> read(Sources sources) throws InterruptedException, ExecutionException {
        Map<TopicPartition, Long> read =
                new TreeMap<>((one, other) -> one.toString().compareTo(other.toString()));
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(application)
                .partitionsToOffsetAndMetadata()
                .get();
        committed.forEach((partition, offset) -> {
            // Kafka has nothing for partitions that were never committed.
            if (offset != null && sources.match(partition.topic())) {
                read.put(partition, offset.offset());
            }
        });
        return read;
    }

    private void compare(Map<TopicPartition, Long> read) throws InterruptedException, ExecutionException {
        ListOffsetsResult oldest = admin.listOffsets(
                read.keySet().stream()
                        .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.earliest())),
                new ListOffsetsOptions().timeoutMs(PATIENCE_MILLIS));
        for (Map.Entry<TopicPartition, Long> partition : read.entrySet()) {
            long from = partition.getValue();
            long left = oldest.partitionResult(partition.getKey()).get().offset();
            if (left > from) {
                tell(partition.getKey(), from, left - from);
            }
        }
    }

    private static void tell(TopicPartition partition, long from, long count) {
        LOG.error(
                "Changes are lost: of the topic {}, partition {}, up to {} records from offset {} on (marks of transactions"
                        + " among them) were deleted before this application had read them, and no tasks were made of"
                        + " them. What can be read is done. Have the collection read anew ('penstock snapshot'; what is"
                        + " known runs not again), and see that topics.retention, and retention.ms and retention.bytes"
                        + " of the topic, are more than the longest time without a processor",
                partition.topic(),
                partition.partition(),
                count,
                from);
    }
}

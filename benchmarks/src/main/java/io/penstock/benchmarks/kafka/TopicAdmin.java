package io.penstock.benchmarks.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes, measures and removes topics. */
public final class TopicAdmin implements AutoCloseable {
    private static final Duration OPENING = Duration.ofSeconds(30);

    private final Admin admin;

    /**
     * @param bootstrapServers where Kafka is
     */
    public TopicAdmin(String bootstrapServers) {
        this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    /** Makes a topic. */
    public void create(String topic, int partitions) {
        NewTopic wanted = new NewTopic(topic, partitions, (short) 1)
                .configs(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(10 << 20)));
        done(admin.createTopics(List.of(wanted)).all());
        awaitOpened(topic, partitions);
    }

    /**
     * The controller has made it, and the broker opens it in its own time. Of a producer that is faster it may refuse the
     * first batch and take the second, and then the first is out of order for ever.
     */
    private void awaitOpened(String topic, int partitions) {
        long began = System.nanoTime();
        while (true) {
            try {
                written(topic, partitions);
                return;
            } catch (IllegalStateException notYet) {
                if (!isUnknownTopic(notYet) || System.nanoTime() - began > OPENING.toNanos()) {
                    throw notYet;
                }
            }
        }
    }

    private static boolean isUnknownTopic(IllegalStateException refused) {
        return refused.getCause() instanceof ExecutionException failed
                && failed.getCause() instanceof UnknownTopicOrPartitionException;
    }

    /** Removes all topics whose names begin so: a run leaves no work behind for the next one. */
    public void deleteStartingWith(String prefix) {
        List<String> topics =
                names().stream().filter(name -> name.startsWith(prefix)).toList();
        admin.deleteTopics(topics).topicNameValues().values().forEach(TopicAdmin::gone);
    }

    /** What the broker still lists may be gone for the controller. */
    private static void gone(KafkaFuture<Void> deletion) {
        try {
            done(deletion);
        } catch (IllegalStateException refused) {
            if (!isUnknownTopic(refused)) {
                throw refused;
            }
        }
    }

    /** The topics that are there, but for Kafka's own. */
    public Set<String> names() {
        return done(admin.listTopics().names());
    }

    /**
     * How many records were ever written into a topic, and are committed. The mark with which a transaction ends in a
     * partition counts as one.
     */
    public long written(String topic, int partitions) {
        Collection<ListOffsetsResultInfo> ends = done(admin.listOffsets(
                                partitions(topic, partitions).stream()
                                        .collect(Collectors.toMap(
                                                partition -> partition, partition -> OffsetSpec.latest())),
                                new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all())
                .values();
        return ends.stream().mapToLong(ListOffsetsResultInfo::offset).sum();
    }

    /** Where all topics end, internal ones included: grows whenever anything is written. */
    public long writtenAnywhere() {
        Set<String> names = done(
                admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
        Map<TopicPartition, OffsetSpec> ends = done(admin.describeTopics(names).allTopicNames()).values().stream()
                .flatMap(topic -> partitions(topic.name(), topic.partitions().size()).stream())
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        return done(admin.listOffsets(ends).all()).values().stream()
                .mapToLong(ListOffsetsResultInfo::offset)
                .sum();
    }

    /** The partitions of a topic. */
    public static List<TopicPartition> partitions(String topic, int partitions) {
        return IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    private static <T> T done(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while Kafka was asked", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka refused: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}

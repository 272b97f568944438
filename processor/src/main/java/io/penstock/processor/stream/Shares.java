package io.penstock.processor.stream;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;

/** Which processes there are and what they have, as far as Kafka Streams has been told at the last rebalance. Threads may share one. */
final class Shares {
    private final KafkaStreams streams;
    private final String step;

    /**
     * @param step the topic whose partitions are those of the step that runs tasks
     */
    Shares(KafkaStreams streams, String step) {
        this.streams = streams;
        this.step = step;
    }

    /** {@code host:port} of every process, this one included, as far as they can be looked into. */
    List<String> addresses() {
        return streams.metadataForAllStreamsClients().stream()
                .map(client -> client.hostInfo())
                .filter(host -> host.port() > 0)
                .map(host -> host.host() + ":" + host.port())
                .sorted()
                .distinct()
                .toList();
    }

    /** Names of the partitions that are worked on here. */
    List<String> partitions() {
        return local().map(Object::toString).sorted().toList();
    }

    /** Of the step that runs tasks, how many partitions are worked on here. */
    long here() {
        return ofStep(local());
    }

    /** Of the step that runs tasks, how many partitions each process has, this one included, as far as they can be looked into. */
    List<Long> ofEach() {
        return streams.metadataForAllStreamsClients().stream()
                .map(client -> ofStep(client.topicPartitions().stream()))
                .toList();
    }

    private Stream<TopicPartition> local() {
        return streams.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .map(task -> task.topicPartitions())
                .flatMap(Collection::stream);
    }

    private long ofStep(Stream<TopicPartition> partitions) {
        return partitions.filter(partition -> partition.topic().equals(step)).count();
    }
}

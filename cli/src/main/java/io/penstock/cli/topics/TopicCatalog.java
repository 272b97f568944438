package io.penstock.cli.topics;

import static io.penstock.cli.topics.KafkaAccess.answer;

import io.penstock.records.Topics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;

/** Lists the topics of a cluster. */
public final class TopicCatalog {
    private final KafkaAccess kafka;
    private final TopicPurposes purposes;

    /**
     * The topics of a cluster, as a deployment uses them.
     *
     * @param kafka the cluster
     * @param topics the deployment's topics
     * @param prefix first part of the names of the topics with changes
     * @param signals name of the topic through which the engine can be asked for snapshots
     */
    public TopicCatalog(KafkaAccess kafka, Topics topics, String prefix, String signals) {
        this.kafka = kafka;
        this.purposes = new TopicPurposes(topics, prefix, signals);
    }

    /**
     * Looks at the topics, in the order of their names.
     *
     * @param all whether topics that are none of Penstock's are of interest, too
     */
    public List<TopicOverview> list(boolean all) {
        try (Admin admin = kafka.admin()) {
            Set<String> names = answer(
                    admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
            List<String> wanted = names.stream()
                    .filter(name -> all || purposes.of(name).isPresent())
                    .sorted()
                    .toList();
            return overviews(admin, answer(admin.describeTopics(wanted).allTopicNames()));
        } catch (KafkaException e) {
            throw kafka.failure(e);
        }
    }

    private List<TopicOverview> overviews(Admin admin, Map<String, TopicDescription> topics) {
        List<TopicPartition> partitions = topics.values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
        Map<String, Long> records = records(admin, partitions);
        Optional<Map<String, Long>> bytes = bytes(admin);
        List<TopicOverview> overviews = new ArrayList<>();
        topics.forEach((name, description) -> overviews.add(new TopicOverview(
                name,
                purposes.of(name),
                description.partitions().size(),
                records.getOrDefault(name, 0L),
                bytes.isPresent() ? OptionalLong.of(bytes.get().getOrDefault(name, 0L)) : OptionalLong.empty())));
        overviews.sort(Comparator.comparing(TopicOverview::name));
        return overviews;
    }

    private static Map<String, Long> records(Admin admin, List<TopicPartition> partitions) {
        Map<TopicPartition, ListOffsetsResultInfo> first = offsets(admin, partitions, OffsetSpec.earliest());
        Map<TopicPartition, ListOffsetsResultInfo> last = offsets(admin, partitions, OffsetSpec.latest());
        Map<String, Long> records = new HashMap<>();
        first.forEach((partition, info) -> {
            ListOffsetsResultInfo end = last.getOrDefault(partition, info);
            records.merge(partition.topic(), end.offset() - info.offset(), Long::sum);
        });
        return records;
    }

    private static Map<TopicPartition, ListOffsetsResultInfo> offsets(
            Admin admin, List<TopicPartition> partitions, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, spec));
        return answer(admin.listOffsets(asked).all());
    }

    /** Sizes by topic, of one replica of each partition; empty if the cluster keeps them from this user. */
    private static Optional<Map<String, Long>> bytes(Admin admin) {
        List<Integer> brokers =
                answer(admin.describeCluster().nodes()).stream().map(Node::id).toList();
        Map<TopicPartition, Long> largest = new HashMap<>();
        try {
            answer(admin.describeLogDirs(brokers).allDescriptions()).values().stream()
                    .flatMap(directories -> directories.values().stream())
                    .forEach(directory -> directory
                            .replicaInfos()
                            .forEach((partition, replica) -> largest.merge(partition, replica.size(), Math::max)));
        } catch (AuthorizationException e) {
            return Optional.empty();
        }
        Map<String, Long> bytes = new HashMap<>();
        largest.forEach((partition, size) -> bytes.merge(partition.topic(), size, Long::sum));
        return Optional.of(bytes);
    }
}

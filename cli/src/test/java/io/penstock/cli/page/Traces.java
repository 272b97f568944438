package io.penstock.cli.page;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import io.penstock.cli.topics.KafkaAccess;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Whatever could be left behind in Kafka and in MongoDB: the ends of topics, the sizes of collections. */
final class Traces {
    /** What is written though nobody does anything: that one is there, and how far one is. */
    private static final Set<String> BY_THEMSELVES =
            Set.of("__consumer_offsets", "__transaction_state", "penstock.governor", "penstock.source-offsets");

    private final KafkaAccess kafka;
    private final MongoClient mongodb;

    Traces(String kafka, MongoClient mongodb) {
        this.kafka = new KafkaAccess(Map.of("bootstrap.servers", kafka));
        this.mongodb = mongodb;
    }

    /** By topic and partition, and by collection. */
    Map<String, Long> now() {
        Map<String, Long> now = new TreeMap<>();
        try (Admin admin = kafka.admin()) {
            Set<String> topics = KafkaAccess.answer(admin.listTopics().names()).stream()
                    .filter(topic -> !BY_THEMSELVES.contains(topic))
                    .collect(Collectors.toSet());
            Map<TopicPartition, OffsetSpec> ends =
                    KafkaAccess.answer(admin.describeTopics(topics).allTopicNames()).values().stream()
                            .flatMap(topic -> topic.partitions().stream()
                                    .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
            KafkaAccess.answer(admin.listOffsets(ends).all())
                    .forEach((partition, end) -> now.put(partition.toString(), end.offset()));
        }
        for (String name : mongodb.listDatabaseNames()) {
            MongoDatabase database = mongodb.getDatabase(name);
            for (String collection : database.listCollectionNames()) {
                now.put(
                        name + "." + collection,
                        database.getCollection(collection).countDocuments());
            }
        }
        return now;
    }
}

package io.penstock.cli.migrate;

import io.penstock.cli.topics.KafkaAccess;
import io.penstock.processor.registry.Register;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** The topics with changes, as Kafka has them. */
final class ChangeTopics {
    private final KafkaAccess kafka;

    ChangeTopics(KafkaAccess kafka) {
        this.kafka = kafka;
    }

    /** Whether one has another number of partitions than is recorded: what is known of its documents stands elsewhere then. */
    boolean haveMoved(Register register) {
        if (register.changes().isEmpty()) {
            return false;
        }
        try (Admin admin = kafka.admin()) {
            Set<String> there =
                    new TreeSet<>(KafkaAccess.answer(admin.listTopics().names()));
            there.retainAll(register.changes().keySet());
            Map<String, Integer> now = new HashMap<>();
            KafkaAccess.answer(admin.describeTopics(there).allTopicNames())
                    .forEach((name, topic) -> now.put(name, topic.partitions().size()));
            return register.changes().values().stream()
                    .anyMatch(topic -> now.getOrDefault(topic.topic(), topic.partitions()) != topic.partitions());
        } catch (KafkaException e) {
            throw kafka.failure(e);
        }
    }
}

package io.penstock.connectors.testing;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;

/** Makes the topics that a test writes itself. */
public final class MadeTopics {
    private MadeTopics() {}

    /** Makes them. A controller that stood still for seconds takes its broker for dead, until it hears of it again. */
    public static void make(String bootstrapServers, NewTopic... topics) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            for (NewTopic topic : topics) {
                await().atMost(Duration.ofMinutes(1))
                        .ignoreExceptionsMatching(
                                failed -> failed.getCause() instanceof InvalidReplicationFactorException)
                        .until(() -> {
                            admin.createTopics(List.of(topic)).all().get();
                            return true;
                        });
            }
        }
    }

    /** Gives a topic more partitions, as an operator does. */
    public static void widen(String bootstrapServers, String topic, int partitions) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
                    .all()
                    .get();
        }
    }
}

package io.penstock.processor.registry;

import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Topics in which the newest record of each key counts for ever, and which somebody may have made otherwise. */
public final class Compaction {
    private Compaction() {}

    /**
     * Refuses a topic from which Kafka deletes what counts; one that may not be looked into is taken as it is.
     *
     * @param topic one that is there
     * @throws KafkaException if it is not compacted, or deleted from as well
     */
    public static void check(Admin admin, String topic) throws InterruptedException, ExecutionException {
        String policy = policy(admin, topic);
        if (!policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            throw new KafkaException(
                    ("The topic %s has cleanup.policy=%s: Kafka would delete there what Penstock has to know"
                                    + " for ever. Set it right, and start again: kafka-configs.sh --alter --topic %s"
                                    + " --add-config cleanup.policy=compact")
                            .formatted(topic, policy, topic));
        }
    }

    private static String policy(Admin admin, String topic) throws InterruptedException, ExecutionException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            return admin.describeConfigs(List.of(resource))
                    .all()
                    .get()
                    .values()
                    .iterator()
                    .next()
                    .get(TopicConfig.CLEANUP_POLICY_CONFIG)
                    .value();
        } catch (ExecutionException e) {
            // A broker may not have heard yet of one that another instance has just made.
            if (e.getCause() instanceof AuthorizationException
                    || e.getCause() instanceof UnknownTopicOrPartitionException) {
                return TopicConfig.CLEANUP_POLICY_COMPACT;
            }
            throw e;
        }
    }
}

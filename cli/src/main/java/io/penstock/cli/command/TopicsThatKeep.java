package io.penstock.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.cli.process.Surroundings;
import io.penstock.cli.terminal.Figures;
import io.penstock.cli.terminal.Table;
import io.penstock.cli.terminal.Table.Column;
import io.penstock.cli.topics.KafkaAccess;
import io.penstock.cli.topics.TopicOverview;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Says which topics may still have records of what was forgotten, and for how long. */
final class TopicsThatKeep {
    private final ConnectionOptions.Deployment deployment;

    TopicsThatKeep(ConnectionOptions.Deployment deployment) {
        this.deployment = deployment;
    }

    /** Says it on standard output: a table, or a JSON object a line. */
    void tell(Surroundings surroundings, boolean json) {
        KafkaAccess kafka = deployment.kafka();
        List<TopicOverview> topics = deployment.catalog().list(false);
        List<ConfigResource> asked = topics.stream()
                .filter(topic -> !topic.name().startsWith("__"))
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()))
                .toList();
        SortedMap<String, Config> configs = new TreeMap<>();
        try (Admin admin = kafka.admin()) {
            KafkaAccess.answer(admin.describeConfigs(asked).all())
                    .forEach((topic, config) -> configs.put(topic.name(), config));
        } catch (KafkaException e) {
            throw kafka.failure(e);
        }
        if (json) {
            configs.forEach((topic, config) -> surroundings.out().println(json(topic, config)));
            return;
        }
        surroundings.out().println("Topics that may still have records of it, and until when they keep them:");
        Table table = new Table(List.of(Column.text("TOPIC"), Column.text("KEPT")));
        configs.forEach((topic, config) -> table.add(List.of(topic, kept(config))));
        table.print(surroundings.out());
    }

    private static String json(String topic, Config config) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("topic", topic);
        line.put("cleanup_policy", value(config, TopicConfig.CLEANUP_POLICY_CONFIG));
        line.put("retention_ms", Long.parseLong(value(config, TopicConfig.RETENTION_MS_CONFIG)));
        return line.toString();
    }

    private static String kept(Config config) {
        boolean compacted =
                value(config, TopicConfig.CLEANUP_POLICY_CONFIG).contains(TopicConfig.CLEANUP_POLICY_COMPACT);
        if (compacted) {
            return "until Kafka compacts it: what was erased is marked so";
        }
        long millis = Long.parseLong(value(config, TopicConfig.RETENTION_MS_CONFIG));
        return millis < 0 ? "for ever, or until they are processed" : Figures.duration(Duration.ofMillis(millis));
    }

    private static String value(Config config, String name) {
        String value = config.get(name).value();
        return value == null ? "" : value;
    }
}

package io.penstock.cli.topics;

import io.penstock.records.Topics;
import java.util.Map;
import java.util.Optional;

/** What the topics of a deployment are for. */
final class TopicPurposes {
    private static final String CHANGELOG = "-changelog";
    private static final String REPARTITION = "-repartition";

    private final Topics topics;
    private final String prefix;
    private final String signals;
    private final Map<String, String> known;

    /**
     * The topics of a deployment.
     *
     * @param topics its topics
     * @param prefix first part of the names of the topics with changes
     * @param signals name of the topic through which the engine can be asked for snapshots
     */
    TopicPurposes(Topics topics, String prefix, String signals) {
        this.topics = topics;
        this.prefix = prefix;
        this.signals = signals;
        this.known = Map.ofEntries(
                Map.entry(topics.results(), "results: one for each task that succeeded"),
                Map.entry(topics.deadLetters(), "dead letters: what was given up, and why"),
                Map.entry(topics.taskEvents(), "what happened to each task"),
                Map.entry(topics.commands(), "commands of operators: release, retry, cancel, pause"),
                Map.entry(topics.commandAnswers(), "what became of commands"),
                Map.entry(topics.governor(), "the governor's limit and shares, and what instances want"),
                Map.entry(topics.jobs(), "what the jobs were when their tasks were made"),
                Map.entry(topics.sourceOffsets(), "how far the change stream has been read"),
                Map.entry(topics.notifications(), "how snapshots go that were asked for"),
                Map.entry(topics.tasks(), "tasks on their way to the place of their shard key"),
                Map.entry(
                        topics.intake(), "no records; keeps intake as wide as the widest topic with changes ever was"));
    }

    /** What a topic is for; empty if it is none of Penstock's. */
    Optional<String> of(String topic) {
        String streams = topics.application() + "-";
        if (known.containsKey(topic)) {
            return Optional.ofNullable(known.get(topic));
        }
        if (topic.startsWith(streams) && topic.endsWith(CHANGELOG)) {
            String store = topic.substring(streams.length(), topic.length() - CHANGELOG.length());
            return Optional.of("state of the store '" + store + "', restored from here");
        }
        if (topic.startsWith(streams) && topic.endsWith(REPARTITION)) {
            return Optional.of("records on their way to the place of their key");
        }
        if (topic.startsWith("__debezium-heartbeat")) {
            return Optional.of("Debezium's heartbeat, which moves the position on while nothing changes");
        }
        if (topic.equals(signals)) {
            return Optional.of("signals for snapshots: which are to begin, and which to stop");
        }
        return topic.startsWith(prefix + ".") ? changes(topic) : kafka(topic);
    }

    private Optional<String> changes(String topic) {
        String collection = topic.substring(prefix.length() + 1);
        return collection.contains(".") ? Optional.of("changes of the collection " + collection) : Optional.empty();
    }

    private static Optional<String> kafka(String topic) {
        return switch (topic) {
            case "__consumer_offsets" -> Optional.of("Kafka's own: how far each consumer group has read");
            case "__transaction_state" -> Optional.of("Kafka's own: the state of each transaction");
            case "__share_group_state" -> Optional.of("Kafka's own: the state of share groups");
            default -> Optional.empty();
        };
    }
}

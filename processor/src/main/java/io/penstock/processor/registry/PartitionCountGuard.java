package io.penstock.processor.registry;

import io.penstock.records.JobsRecord;
import io.penstock.records.JobsRecord.Changes;
import io.penstock.settings.Problem;
import io.penstock.settings.Settings;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Sees to it that topics with changes keep their partitions. With another number of them Kafka's clients write a document's
 * changes to another partition than before, and everything that is known of it, or open, stays where it was.
 *
 * <p>Threading: safe for use by several threads.
 */
public final class PartitionCountGuard {
    private final Settings settings;
    private final boolean counts;
    private volatile Register register;

    private PartitionCountGuard(Settings settings, Register register, boolean counts) {
        this.settings = settings;
        this.register = register;
        this.counts = counts;
    }

    /** For a process with these terms: one that takes no changes in does not mind where they come. */
    public static PartitionCountGuard of(Settings settings, Terms terms) {
        return new PartitionCountGuard(settings, terms.register(), terms.takesIn());
    }

    /**
     * Topics have so many partitions: holds that against what is recorded, and records what is not.
     *
     * @throws JobsChangedException if some have another number than they had
     */
    public synchronized void found(Map<String, Integer> partitions) {
        if (!counts) {
            return;
        }
        check(partitions);
        if (missing(partitions).isEmpty()) {
            return;
        }
        try (JobsTopic topic = new JobsTopic(settings)) {
            register = Registration.settle(topic);
            missing(partitions).forEach(topic::write);
            register = Registration.settle(topic);
        }
        check(partitions);
    }

    /**
     * Partitions are about to be read.
     *
     * @throws JobsChangedException if there is one that its topic did not have
     */
    public void reads(Collection<TopicPartition> assigned) {
        for (TopicPartition partition : assigned) {
            if (counts && partition.partition() >= width(partition.topic()).orElse(Integer.MAX_VALUE)) {
                throw refusal(Map.of(partition.topic(), "more"));
            }
        }
    }

    private Optional<Integer> width(String topic) {
        return Optional.ofNullable(register.changes().get(topic)).map(Changes::partitions);
    }

    private List<JobsRecord> missing(Map<String, Integer> partitions) {
        return partitions.entrySet().stream()
                .filter(topic -> width(topic.getKey()).isEmpty())
                .map(topic -> (JobsRecord) new Changes(topic.getKey(), topic.getValue()))
                .toList();
    }

    private void check(Map<String, Integer> partitions) {
        Map<String, String> others = new TreeMap<>();
        partitions.forEach((topic, now) ->
                width(topic).filter(was -> !was.equals(now)).ifPresent(was -> others.put(topic, now.toString())));
        if (!others.isEmpty()) {
            throw refusal(others);
        }
    }

    private JobsChangedException refusal(Map<String, String> now) {
        return new JobsChangedException(
                now.entrySet().stream()
                        .map(topic -> new Problem(
                                "/jobs",
                                "The topic %s had %d partitions and has %s."
                                        .formatted(
                                                topic.getKey(),
                                                width(topic.getKey()).orElse(0),
                                                topic.getValue())))
                        .toList(),
                "Changes of a document come in another partition than before, where nothing is known of it, and what is open of"
                        + " it is not. Kafka takes no partitions away. Stop all processors, have what is open done and what is"
                        + " known read anew, and start them again:",
                List.of("--all"));
    }
}

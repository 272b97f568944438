package io.penstock.connectors.sink;

import static org.apache.kafka.clients.admin.AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG;

import io.penstock.records.Topics;
import io.penstock.settings.Settings;
import io.penstock.settings.TopicSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Makes the topics that the engine writes, each before its first record, so that no broker makes one by its own
 * defaults. A topic that exists stays as it is.
 *
 * <p>Used by one thread at a time.
 */
public final class ChangeTopics {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    /**
     * Kafka's own default. An offset holds the id of its change whole, some two and a half times as long: it fits wherever the
     * change does, but that may be a dead letter.
     */
    private static final int SMALLEST_LIMIT_OF_OFFSETS = 1024 * 1024;

    private final Admin admin;
    private final Topics names;
    private final TopicSettings settings;
    private final Duration patience;
    private final Set<String> present = new HashSet<>();

    ChangeTopics(Admin admin, Settings settings) {
        this.admin = admin;
        this.names = new Topics(settings.application());
        this.settings = settings.topics();
        // What the user says of Kafka's clients holds here too.
        this.patience = Optional.ofNullable(settings.connections().kafka().get(DEFAULT_API_TIMEOUT_MS_CONFIG))
                .map(millis -> Duration.ofMillis(Integer.parseInt(millis.trim())))
                .orElse(PATIENCE);
    }

    /**
     * Makes the topic of the offsets, in which engines find out which of them works.
     *
     * @param settings where Kafka is and how topics are made
     * @throws KafkaException if Kafka cannot be reached or refuses
     */
    public static void makeOffsets(Settings settings) throws InterruptedException {
        Admin admin = Admin.create(new ProducerProperties(settings).forAdmin());
        try {
            new ChangeTopics(admin, settings).offsets();
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    /**
     * Makes the topics that are known beforehand: offsets, dead letters, and those of these changes.
     *
     * @throws KafkaException if Kafka cannot be reached or refuses
     */
    void prepare(Collection<String> changes) throws InterruptedException {
        offsets();
        ensure(names.deadLetters());
        for (String topic : changes) {
            ensure(topic);
        }
    }

    /**
     * Makes a topic for changes or dead letters unless this object has seen it before.
     *
     * @throws KafkaException if Kafka cannot be reached or refuses
     */
    void ensure(String topic) throws InterruptedException {
        if (!isThere(topic)) {
            create(new NewTopic(topic, Optional.of(settings.partitions()), Optional.of(settings.replication()))
                    .configs(taking(settings.maxRecordBytes(), settings.retained())));
        }
    }

    private void offsets() throws InterruptedException {
        if (isThere(names.sourceOffsets())) {
            refuseUnlessCompacted(names.sourceOffsets());
        } else {
            int longest = Math.max(settings.maxRecordBytes(), SMALLEST_LIMIT_OF_OFFSETS);
            create(new NewTopic(names.sourceOffsets(), Optional.of(1), Optional.of(settings.replication()))
                    .configs(taking(longest, settings.compacted())));
        }
    }

    private static Map<String, String> taking(int recordBytes, Map<String, String> rest) {
        Map<String, String> configuration = new HashMap<>(rest);
        configuration.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(recordBytes + RecordSize.ENVELOPE));
        return configuration;
    }

    /** Whoever may not make topics is refused one that is there, too: so it is looked for before. */
    private boolean isThere(String topic) throws InterruptedException {
        if (!present.contains(topic)) {
            try {
                present.addAll(admin.listTopics(new ListTopicsOptions().timeoutMs((int) patience.toMillis()))
                        .names()
                        .get());
            } catch (ExecutionException failed) {
                throw new KafkaException("Kafka does not tell its topics.", failed.getCause());
            }
        }
        return present.contains(topic);
    }

    /** Somebody may have made it beforehand; where its configuration may not be seen it is taken as it is. */
    private void refuseUnlessCompacted(String topic) throws InterruptedException {
        String policy = policy(topic);
        if (!policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            throw new UncompactedTopicException(
                    ("The topic %s has cleanup.policy=%s, so Kafka would delete there how far the engine has read, and it"
                                    + " would begin with a snapshot again. Set it right, and start again:"
                                    + " kafka-configs.sh --alter --topic %s --add-config cleanup.policy=compact")
                            .formatted(topic, policy, topic));
        }
    }

    private String policy(String topic) throws InterruptedException {
        try {
            return admin.describeConfigs(List.of(new ConfigResource(ConfigResource.Type.TOPIC, topic)))
                    .all()
                    .get()
                    .values()
                    .iterator()
                    .next()
                    .get(TopicConfig.CLEANUP_POLICY_CONFIG)
                    .value();
        } catch (ExecutionException failed) {
            // A broker may not have heard yet of one that another engine has just made.
            if (failed.getCause() instanceof AuthorizationException
                    || failed.getCause() instanceof UnknownTopicOrPartitionException) {
                return TopicConfig.CLEANUP_POLICY_COMPACT;
            }
            throw new KafkaException("Kafka does not tell how the topic " + topic + " is kept.", failed.getCause());
        }
    }

    private void create(NewTopic topic) throws InterruptedException {
        KafkaFuture<Void> created = admin.createTopics(
                        List.of(topic), new CreateTopicsOptions().timeoutMs((int) patience.toMillis()))
                .all();
        try {
            created.get();
            awaitOpened(topic);
        } catch (ExecutionException failed) {
            if (!(failed.getCause() instanceof TopicExistsException)) {
                throw new KafkaException("The topic " + topic.name() + " cannot be made.", failed.getCause());
            }
        }
        present.add(topic.name());
    }

    /**
     * The controller has made the topic, and the brokers open its partitions in their own time. Of a producer that is
     * faster they may refuse the first batch and take the second, and then the first is out of order for ever.
     */
    private void awaitOpened(NewTopic topic) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> partitions = IntStream.range(0, topic.numPartitions())
                .boxed()
                .collect(Collectors.toMap(
                        partition -> new TopicPartition(topic.name(), partition), partition -> OffsetSpec.latest()));
        long began = System.nanoTime();
        while (true) {
            try {
                admin.listOffsets(partitions, new ListOffsetsOptions().timeoutMs((int) patience.toMillis()))
                        .all()
                        .get();
                return;
            } catch (ExecutionException failed) {
                boolean notYet = failed.getCause() instanceof RetriableException;
                if (!notYet || System.nanoTime() - began > patience.toNanos()) {
                    throw new KafkaException("The topic " + topic.name() + " does not open.", failed.getCause());
                }
            }
        }
    }
}

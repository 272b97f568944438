package io.penstock.processor.stream;

import io.penstock.processor.registry.Compaction;
import io.penstock.processor.registry.JobsChangedException;
import io.penstock.processor.registry.PartitionCountGuard;
import io.penstock.records.Layout;
import io.penstock.records.Topics;
import io.penstock.settings.Settings;
import io.penstock.settings.TopicSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the topics that the processor reads and writes, as far as they are not there. */
final class TopicSetup {
    private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);
    /** What a batch with one record takes beside the record: the limit of a topic counts it, ours does not. */
    private static final int BATCH_BYTES = 1024;
    /** The least that a broker takes. */
    private static final int SEGMENT_BYTES = 1024 * 1024;

    /** With so many brokers there is room for three replicas. */
    private static final int CLUSTER = 3;

    private static final int LOOKS = 600;
    private static final long BETWEEN_LOOKS_MILLIS = 50;

    private final Settings settings;
    private final int partitions;
    private final boolean sharded;
    private final PartitionCountGuard guard;

    /**
     * @param layout how tasks are spread; topics that are made have its partitions
     * @param guard sees to it that topics with changes keep theirs
     */
    TopicSetup(Settings settings, Layout layout, PartitionCountGuard guard) {
        this.settings = settings;
        this.guard = guard;
        this.partitions = layout.partitions();
        this.sharded = layout.sharded();
    }

    /**
     * Makes them.
     *
     * @param sources the topics with changes; made here too, since the engine may be started later
     * @return in how many partitions tasks are run
     * @throws JobsChangedException if topics with changes have another number of partitions than they had
     */
    int run(Sources sources) {
        try (Admin admin = admin()) {
            return run(sources, admin);
        }
    }

    /** The same, by a client that stays open. */
    int run(Sources sources, Admin admin) {
        return asked(admin, it -> {
            int parts = make(sources, it);
            warnOfOneReplica(it.describeCluster().nodes().get().size());
            new UnreadChanges(it, settings.application()).look(sources);
            return parts;
        });
    }

    private Admin admin() {
        return Admin.create(new HashMap<String, Object>(settings.connections().kafka()));
    }

    private static int asked(Admin admin, Question question) {
        try {
            return question.ask(admin);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while topics were made", e);
        } catch (ExecutionException e) {
            throw new KafkaException("Topics cannot be made: " + e.getMessage(), e);
        }
    }

    /** What Kafka is asked. */
    private interface Question {
        int ask(Admin admin) throws InterruptedException, ExecutionException;
    }

    private int make(Sources sources, Admin admin) throws InterruptedException, ExecutionException {
        Set<String> changes = sources.topics();
        Topics topics = new Topics(settings.application());
        List<String> names = new ArrayList<>(changes);
        names.addAll(List.of(topics.results(), topics.deadLetters(), topics.taskEvents(), topics.commandAnswers()));
        Set<String> there = admin.listTopics().names().get();
        List<NewTopic> missing = new ArrayList<>();
        names.stream().filter(name -> !there.contains(name)).forEach(name -> missing.add(topic(name, partitions)));
        boolean governed = settings.processing().governor().isPresent();
        if (governed && !there.contains(topics.governor())) {
            missing.add(governor(topics.governor()));
        }
        if (!missing.isEmpty()) {
            create(admin, missing);
        }
        Set<String> watched = new TreeSet<>(changes);
        there.stream().filter(sources::match).forEach(watched::add);
        Map<String, Integer> found = partitions(admin, watched);
        guard.found(found);
        names.addAll(widths(admin, topics, widest(found, watched)));
        if (governed) {
            names.add(topics.governor());
        }
        awaitKnown(admin, Set.copyOf(names));
        if (governed) {
            // It may have been there without this broker's having heard of it.
            Compaction.check(admin, topics.governor());
        }
        if (!found.keySet().containsAll(watched)) {
            guard.found(partitions(admin, watched));
        }
        return partitions(admin, Set.of(topics.commands())).getOrDefault(topics.commands(), partitions);
    }

    /**
     * For when a stream thread has ended: a topic that a pattern matches may have come, and be wider than those before. The
     * next thread finds all as wide; where Kafka does not tell, that is logged.
     *
     * @return in how many partitions tasks are run; empty if Kafka does not tell
     * @throws JobsChangedException if one of those before is wider than it was
     */
    OptionalInt widen(Sources sources) {
        try (Admin admin = admin()) {
            return OptionalInt.of(asked(admin, it -> make(sources, it)));
        } catch (KafkaException e) {
            LOG.warn(
                    "Whether topics with changes have more partitions than before is not known: {}", e.getMessage(), e);
            return OptionalInt.empty();
        }
    }

    /**
     * A store has a part for each partition of the widest topic that is read before it. Kafka Streams makes its changelog
     * once, and refuses to work when that is another number since. A wider topic may come: then changelogs are widened, the
     * parts that are new have nothing to keep yet. The widest one may be taken out of the configuration: then a topic of
     * ours, which is read beside the changes and never gets narrower, keeps the number. That of the commands has to reach
     * every part in any case.
     *
     * @return the names of those topics of ours
     */
    private List<String> widths(Admin admin, Topics topics, int widest)
            throws InterruptedException, ExecutionException {
        Set<String> behind = new TreeSet<>(Set.of(topics.ledger(), topics.backlog()));
        Set<String> before = Set.of(topics.directory());
        if (!sharded) {
            behind.addAll(before);
        }
        wide(admin, topics.commands(), behind, Math.max(widest, partitions));
        if (!sharded) {
            return List.of(topics.commands());
        }
        wide(admin, topics.intake(), before, widest);
        return List.of(topics.commands(), topics.intake());
    }

    /** Makes a topic as wide as is asked for, or as it is, or as changelogs are; and them, as far as they are there. */
    private void wide(Admin admin, String name, Set<String> changelogs, int least)
            throws InterruptedException, ExecutionException {
        Set<String> all = new TreeSet<>(changelogs);
        all.add(name);
        Map<String, Integer> found = partitions(admin, all);
        int wide = Math.max(
                least, found.values().stream().mapToInt(Integer::intValue).max().orElse(least));
        // Whoever may not make topics is refused one that is there, too.
        if (!found.containsKey(name)) {
            create(admin, List.of(topic(name, wide)));
        }
        for (String narrow : all) {
            if (found.getOrDefault(narrow, wide) < wide) {
                widen(admin, narrow, wide);
            }
        }
    }

    private static void widen(Admin admin, String name, int wide) throws InterruptedException, ExecutionException {
        try {
            admin.createPartitions(Map.of(name, NewPartitions.increaseTo(wide)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            // Another instance was faster.
            if (!(e.getCause() instanceof InvalidPartitionsException)) {
                throw e;
            }
        }
    }

    private int widest(Map<String, Integer> found, Set<String> names) {
        // What a broker has not heard of was just made here.
        return names.stream()
                .mapToInt(name -> found.getOrDefault(name, partitions))
                .max()
                .orElse(partitions);
    }

    private static Map<String, Integer> partitions(Admin admin, Set<String> names)
            throws InterruptedException, ExecutionException {
        Map<String, Integer> found = new HashMap<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> topic :
                admin.describeTopics(names).topicNameValues().entrySet()) {
            try {
                found.put(topic.getKey(), topic.getValue().get().partitions().size());
            } catch (ExecutionException e) {
                // A broker may not have heard yet of a topic that was just made: then it is as wide as we made it.
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return found;
    }

    /** Of what each has said the newest counts; small segments, so that little more than that is kept. */
    private NewTopic governor(String name) {
        Map<String, String> configuration = new HashMap<>(settings.topics().compacted());
        configuration.put(TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(SEGMENT_BYTES));
        configuration.put(
                TopicConfig.DELETE_RETENTION_MS_CONFIG,
                Long.toString(Duration.ofHours(1).toMillis()));
        return new NewTopic(name, 1, settings.topics().replication()).configs(configuration);
    }

    private NewTopic topic(String name, int wide) {
        TopicSettings topics = settings.topics();
        Map<String, String> configuration = new HashMap<>(topics.retained());
        configuration.put(
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(topics.maxRecordBytes() + BATCH_BYTES));
        return new NewTopic(name, wide, topics.replication()).configs(configuration);
    }

    private void warnOfOneReplica(int brokers) {
        if (brokers >= CLUSTER && settings.topics().replication() == 1) {
            LOG.warn(
                    "Kafka has {} brokers, and topics.replication is 1: the broker that is lost takes changes and tasks with"
                            + " it, and while one is away its partitions stand still. Write 3; topics that are there keep"
                            + " what they have until 'kafka-reassign-partitions.sh' gives them more replicas",
                    brokers);
        }
    }

    private static void create(Admin admin, List<NewTopic> topics) throws InterruptedException, ExecutionException {
        for (KafkaFuture<Void> made : admin.createTopics(topics).values().values()) {
            try {
                made.get();
            } catch (ExecutionException e) {
                // The engine, or another instance, was faster.
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    /** A broker hears of new topics a moment later, and a stream thread that misses one ends. */
    private static void awaitKnown(Admin admin, Set<String> names) throws InterruptedException, ExecutionException {
        Set<String> known = Set.of();
        for (int look = 0; look < LOOKS; look++) {
            known = partitions(admin, names).keySet();
            if (known.containsAll(names)) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
        }
        Set<String> missing = new TreeSet<>(names);
        missing.removeAll(known);
        throw new KafkaException(
                "Kafka does not know these topics %d s after they were made: %s. See whether its brokers"
                                .formatted(LOOKS * BETWEEN_LOOKS_MILLIS / 1_000, String.join(", ", missing))
                        + " follow the controller, and whether something deletes topics there; then start again");
    }
}

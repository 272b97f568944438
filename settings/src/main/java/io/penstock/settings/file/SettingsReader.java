package io.penstock.settings.file;

import io.penstock.settings.BrokerSettings;
import io.penstock.settings.ByteSize;
import io.penstock.settings.ConnectionSettings;
import io.penstock.settings.CopySettings;
import io.penstock.settings.DurationText;
import io.penstock.settings.HttpSettings;
import io.penstock.settings.JobSettings;
import io.penstock.settings.ProcessingSettings;
import io.penstock.settings.ProcessingSettings.Dispatch;
import io.penstock.settings.ProcessingSettings.Ledger;
import io.penstock.settings.ProcessingSettings.Memory;
import io.penstock.settings.ProcessingSettings.Threads;
import io.penstock.settings.Settings;
import io.penstock.settings.SourceSettings;
import io.penstock.settings.TierSettings;
import io.penstock.settings.TopicSettings;
import io.penstock.settings.WorkSettings.Tier;
import io.penstock.settings.yaml.Node;
import io.penstock.settings.yaml.Problems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a {@link Draft} of a file's tree. What is wrong it tells, and goes on with the default. For one file. */
final class SettingsReader {
    private static final String STREAM_THREADS = "num.stream.threads";
    private static final String COMMIT_INTERVAL = "commit.interval.ms";

    private final Section root;
    private final Problems problems;

    private SettingsReader(Section root, Problems problems) {
        this.root = root;
        this.problems = problems;
    }

    /** Reads a file's root. */
    static Draft read(Node root, Problems problems) {
        Section section = Section.of(root, "the file", Keys.rootNames().toList(), problems);
        return new SettingsReader(section, problems).draft();
    }

    private Draft draft() {
        String application = root.get(Keys.APPLICATION);
        Section topicSection = root.section("topics", Keys.TOPICS);
        TopicSettings topics = topics(topicSection);
        SourceSettings source = source(root.section("source", Keys.SOURCE), application);
        BrokerSettings broker = broker(root.section("broker", Keys.BROKER));
        boolean retentionKnown = topicSection.sound(Keys.TOPIC_RETENTION);
        Section ledgerSection = root.section("ledger", Keys.LEDGER);
        Ledger ledger = ledger(ledgerSection, retentionKnown ? topics.retention() : Duration.ZERO);
        CopySettings copies = CopyReader.read(root.section(CopyReader.RESULTS, CopyReader.KEYS), ledgerSection);
        long largestRecord = topicSection.sound(Keys.MAX_RECORD_BYTES) ? topics.maxRecordBytes() : 0;
        ConnectionSettings connections = new ConnectionReader(root, largestRecord, problems).connections(copies);
        GovernorReader governor = new GovernorReader(root, problems);
        ProcessingSettings processing = new ProcessingSettings(
                root.get(Keys.TASK_EVENTS),
                root.get(Keys.HANDLERS),
                ledger,
                memory(),
                dispatch(connections, governor.tiers()),
                http(),
                governor.governor());
        Map<String, JobSettings> jobs = jobs(source);
        Settings settings =
                new Settings(application, connections, source, topics, broker, processing, List.copyOf(jobs.values()));
        return new Draft(settings, List.copyOf(jobs.keySet()));
    }

    private static TopicSettings topics(Section section) {
        return new TopicSettings(
                section.get(Keys.PARTITIONS),
                section.get(Keys.REPLICATION).shortValue(),
                section.get(Keys.TOPIC_RETENTION),
                Math.toIntExact(section.get(Keys.MAX_RECORD_BYTES)));
    }

    private SourceSettings source(Section section, String application) {
        String prefix = section.get(Keys.PREFIX);
        if (application.startsWith(prefix + ".")) {
            problems.add(
                    root.nodeOrSelf(Keys.APPLICATION.name()),
                    "'application' must not begin with 'source.prefix' and a dot: the output topic '" + application
                            + ".results' could also be the topic with a collection's changes. Write '"
                            + application.replace('.', '-') + "'");
        }
        return new SourceSettings(prefix, section.get(Keys.DOCUMENT), section.get(Keys.ON_HISTORY_LOST));
    }

    private static BrokerSettings broker(Section section) {
        return new BrokerSettings(section.get(Keys.DATA), section.get(Keys.PORT));
    }

    private Ledger ledger(Section section, Duration topicRetention) {
        Duration afterDelete = section.get(Keys.AFTER_DELETE);
        Optional<Duration> retention = section.find(Keys.LEDGER_RETENTION);
        if (retention.isPresent() && retention.get().compareTo(topicRetention) < 0) {
            problems.add(
                    section.nodeOrSelf(Keys.LEDGER_RETENTION.name()),
                    "'ledger.retention' must not be shorter than 'topics.retention' ("
                            + DurationText.format(topicRetention)
                            + "): changes that are still in their topic could be read again and run twice. Raise the"
                            + " one, or lower the other");
        }
        if (section.sound(Keys.AFTER_DELETE) && afterDelete.compareTo(topicRetention) < 0) {
            problems.warn(
                    section.nodeOrSelf(Keys.AFTER_DELETE.name()),
                    "'ledger.after-delete' (" + DurationText.format(afterDelete)
                            + ") is shorter than 'topics.retention' (" + DurationText.format(topicRetention)
                            + "): should the topics be read again from their beginning, tasks of deleted documents"
                            + " would run again");
        }
        return new Ledger(afterDelete, retention);
    }

    private Memory memory() {
        Section section = root.section("memory", Keys.MEMORY);
        Memory memory = new Memory(section.get(Keys.CACHE), section.get(Keys.WRITE_BUFFERS));
        boolean sound = section.sound(Keys.CACHE) && section.sound(Keys.WRITE_BUFFERS);
        if (sound && memory.writeBufferBytes() > memory.cacheBytes()) {
            problems.add(
                    section.nodeOrSelf(Keys.WRITE_BUFFERS.name()),
                    "'memory.write-buffers' (" + ByteSize.format(memory.writeBufferBytes())
                            + ") is a part of 'memory.cache' (" + ByteSize.format(memory.cacheBytes())
                            + ") and cannot be larger; a third to a half of it is sound");
        }
        return memory;
    }

    private Dispatch dispatch(ConnectionSettings connections, Map<Tier, TierSettings> tiers) {
        Optional<Node> commit = root.node(Keys.COMMIT.name());
        if (commit.isPresent() && connections.streams().containsKey(COMMIT_INTERVAL)) {
            problems.add(
                    commit.get(),
                    "'commit' and '" + COMMIT_INTERVAL + "' of 'streams' say the same; keep one of the two");
        }
        Duration grace = root.section("shutdown", Keys.SHUTDOWN).get(Keys.GRACE);
        return new Dispatch(root.get(Keys.CONCURRENCY), grace, root.get(Keys.COMMIT), threads(connections), tiers);
    }

    private Optional<Threads> threads(ConnectionSettings connections) {
        List<String> known = List.of(Keys.LEAST_THREADS.name(), Keys.MOST_THREADS.name());
        Optional<Section> section = root.findSection(Keys.THREADS, known);
        if (section.isEmpty()) {
            return Optional.empty();
        }
        Node node = section.get().nodeOrSelf(Keys.MOST_THREADS.name());
        Threads threads =
                new Threads(section.get().get(Keys.LEAST_THREADS), section.get().get(Keys.MOST_THREADS));
        boolean sound = section.get().sound(Keys.LEAST_THREADS) && section.get().sound(Keys.MOST_THREADS);
        if (sound && threads.least() > threads.most()) {
            problems.add(
                    node,
                    "'threads.max' (" + threads.most() + ") must not be below 'threads.min' (" + threads.least() + ")");
            return Optional.empty();
        }
        if (connections.streams().containsKey(STREAM_THREADS)) {
            problems.add(
                    node,
                    "'threads' and '" + STREAM_THREADS + "' of 'streams' both say how many stream threads there are;"
                            + " keep one of the two");
        }
        return Optional.of(threads);
    }

    private HttpSettings http() {
        Section section = root.section("http", Keys.HTTP);
        Optional<Path> keystore = section.find(Keys.KEYSTORE);
        Optional<String> password = section.find(Keys.KEYSTORE_PASSWORD);
        if (section.node(Keys.KEYSTORE.name()).isPresent()
                != section.node(Keys.KEYSTORE_PASSWORD.name()).isPresent()) {
            problems.add(
                    section.nodeOrSelf(keystore.isPresent() ? Keys.KEYSTORE.name() : Keys.KEYSTORE_PASSWORD.name()),
                    "'http.keystore' and 'http.keystore-password' go together: give both, or neither");
        }
        return new HttpSettings(
                section.get(Keys.ENABLED),
                section.get(Keys.HOST),
                section.get(Keys.HTTP_PORT),
                section.find(Keys.ADVERTISED),
                section.find(Keys.TOKEN_FILE),
                keystore.flatMap(file -> password.map(secret -> new HttpSettings.Tls(file, secret))));
    }

    private Map<String, JobSettings> jobs(SourceSettings source) {
        Optional<Node> jobs = root.node(Keys.JOBS);
        if (jobs.isPresent()
                && jobs.get() instanceof Node.Sequence sequence
                && !sequence.items().isEmpty()) {
            return new JobReader(source.document(), problems).jobs(sequence.items());
        }
        boolean told = jobs.isPresent() && jobs.get() instanceof Node.Unresolved;
        if (!told) {
            problems.add(
                    root.nodeOrSelf(Keys.JOBS),
                    "'jobs' must be a list of at least one job, each with 'name', 'collection' and 'handler'");
        }
        return Map.of();
    }
}

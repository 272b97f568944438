package io.penstock.settings.file;

import com.fasterxml.jackson.core.JsonPointer;
import io.penstock.settings.CollectionPattern;
import io.penstock.settings.JobSettings.Content;
import io.penstock.settings.JobSettings.Execution;
import io.penstock.settings.JobSettings.Run;
import io.penstock.settings.JobSettings.Snapshot;
import io.penstock.settings.ProcessingSettings.Commit;
import io.penstock.settings.ProcessingSettings.TaskEvents;
import io.penstock.settings.SourceSettings.DocumentMode;
import io.penstock.settings.SourceSettings.OnHistoryLost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Every key of the configuration file: name, type, default. */
final class Keys {
    private static final Word<String> TOPIC_NAME = Words.name(
            "1 to 100 letters, digits, '.', '_' or '-', beginning with a letter", "[a-zA-Z][a-zA-Z0-9._-]{0,99}");

    static final Key<String> APPLICATION = Key.withDefault("application", TOPIC_NAME, "penstock");
    static final Key<Path> HANDLERS = Key.withDefault("handlers", Words.path(), "handlers");
    static final Key<TaskEvents> TASK_EVENTS =
            Key.withDefault("task-events", Words.oneOf(TaskEvents.class), "problems");

    static final Key<Integer> CONCURRENCY = Key.withDefault("concurrency", Words.wholeNumber(1, 100_000), "100");
    static final Key<Commit> COMMIT = Key.withDefault("commit", commit(), "adaptive");

    static final String THREADS = "threads";
    static final Key<Integer> LEAST_THREADS = Key.withDefault("min", Words.wholeNumber(1, 1_000), "1");
    static final Key<Integer> MOST_THREADS = Key.withDefault("max", Words.wholeNumber(1, 1_000), "1");

    static final Key<Duration> GRACE = Key.withDefault("grace", Words.duration("0s", "1h"), "5s");

    static final Key<String> PREFIX = Key.withDefault("prefix", TOPIC_NAME, "penstock");
    static final Key<DocumentMode> DOCUMENT = Key.withDefault("document", Words.oneOf(DocumentMode.class), "lookup");
    static final Key<OnHistoryLost> ON_HISTORY_LOST =
            Key.withDefault("on-history-lost", Words.oneOf(OnHistoryLost.class), "fail");

    static final Key<Integer> PARTITIONS = Key.withDefault("partitions", Words.wholeNumber(1, 10_000), "6");
    static final Key<Integer> REPLICATION = Key.withDefault("replication", Words.wholeNumber(1, 32), "1");
    static final Key<Duration> TOPIC_RETENTION = Key.withDefault("retention", Words.duration("1m", "36500d"), "7d");
    static final Key<Long> MAX_RECORD_BYTES = Key.withDefault("max-record-bytes", Words.size("16KB", "512MB"), "20MB");

    static final Key<Path> DATA = Key.withDefault("data", Words.path(), "data/broker");
    static final Key<Integer> PORT = Key.withDefault("port", Words.wholeNumber(0, 65_535), "0");

    static final Key<Boolean> ENABLED = Key.withDefault("enabled", Words.either("false", "true"), "true");
    static final Key<String> HOST =
            Key.withDefault("host", Words.name("a host name or an IP address", "[A-Za-z0-9.:_-]{1,253}"), "127.0.0.1");
    static final Key<Integer> HTTP_PORT = Key.withDefault("port", Words.wholeNumber(0, 65_535), "0");
    static final Key<String> ADVERTISED = Key.free(
            "advertised", Words.name("a host and a port, such as worker-3:8470", "[A-Za-z0-9._-]{1,253}:[0-9]{1,5}"));
    static final Key<Path> TOKEN_FILE = Key.free("token-file", Words.path());
    static final Key<Path> KEYSTORE = Key.free("keystore", Words.path());
    static final Key<String> KEYSTORE_PASSWORD = Key.free("keystore-password", Words.text());

    static final Key<Duration> AFTER_DELETE = Key.withDefault("after-delete", Words.duration("0s", "36500d"), "7d");
    static final Key<Duration> LEDGER_RETENTION = Key.free("retention", Words.duration("1m", "36500d"));

    static final Key<Long> CACHE = Key.withDefault("cache", Words.size("8MB", "1TB"), "256MB");
    static final Key<Long> WRITE_BUFFERS = Key.withDefault("write-buffers", Words.size("4MB", "1TB"), "96MB");

    static final Key<String> NAME =
            Key.required("name", Words.name("1 to 100 of the characters a-z, 0-9 and '-'", "[a-z0-9-]{1,100}"));
    static final Key<List<CollectionPattern>> COLLECTION =
            Key.required("collection", new OneOrMany<>(Words.collection()));
    static final Key<String> WHEN = Key.free("when", Words.text());
    static final Key<JsonPointer> TASK_ID = Key.free("task-id", Words.pointer());
    static final Key<JsonPointer> VERSION = Key.free("version", Words.pointer());
    static final Key<JsonPointer> SHARD_KEY = Key.free("shard-key", Words.pointer());
    static final Key<Content> CONTENT = Key.withDefault("content", new ContentType(), "whole", new Content.Whole());
    static final Key<Run> RUN = Key.withDefault("run", Words.oneOf(Run.class), "every-version");
    static final Key<Snapshot> SNAPSHOT = Key.withDefault("snapshot", Words.oneOf(Snapshot.class), "process");
    static final Key<HandlerSource> HANDLER = Key.required("handler", new HandlerType());
    static final Key<Execution> EXECUTION = Key.withDefault("execution", Words.oneOf(Execution.class), "queued");

    /** Key of a job under which the handler's own properties stand. */
    static final String JOB_PROPERTIES = "settings";

    static final String JOBS = "jobs";

    /** Where a job or a signal holds properties of others, with their paths in the file. */
    static final List<String> PROPERTIES_PATHS = Stream.concat(
                    Stream.of(
                            JOBS + "[]." + JOB_PROPERTIES,
                            JOBS + "[].handler." + WorkKeys.HTTP + "." + WorkKeys.HEADERS),
                    GovernorKeys.HEADERS_PATHS.stream())
            .toList();

    static final List<Key<?>> ROOT = List.of(APPLICATION, HANDLERS, TASK_EVENTS, CONCURRENCY, COMMIT);
    static final List<Key<?>> SHUTDOWN = List.of(GRACE);
    static final List<Key<?>> SOURCE = List.of(PREFIX, DOCUMENT, ON_HISTORY_LOST);
    static final List<Key<?>> TOPICS = List.of(PARTITIONS, REPLICATION, TOPIC_RETENTION, MAX_RECORD_BYTES);
    static final List<Key<?>> BROKER = List.of(DATA, PORT);
    static final List<Key<?>> HTTP =
            List.of(ENABLED, HOST, HTTP_PORT, ADVERTISED, TOKEN_FILE, KEYSTORE, KEYSTORE_PASSWORD);
    static final List<Key<?>> LEDGER = List.of(AFTER_DELETE, LEDGER_RETENTION, CopyReader.LEDGER_COLLECTION);
    static final List<Key<?>> MEMORY = List.of(CACHE, WRITE_BUFFERS);
    static final List<Key<?>> JOB = Stream.concat(
                    Stream.of(
                            NAME,
                            COLLECTION,
                            WHEN,
                            TASK_ID,
                            VERSION,
                            SHARD_KEY,
                            CONTENT,
                            RUN,
                            SNAPSHOT,
                            HANDLER,
                            EXECUTION),
                    WorkKeys.KEYS.stream())
            .toList();

    /** The sections with keys of Penstock's own. */
    static final Map<String, List<Key<?>>> SECTIONS = Map.ofEntries(
            Map.entry("source", SOURCE),
            Map.entry("topics", TOPICS),
            Map.entry("broker", BROKER),
            Map.entry("ledger", LEDGER),
            Map.entry("memory", MEMORY),
            Map.entry(THREADS, List.of(LEAST_THREADS, MOST_THREADS)),
            Map.entry("shutdown", SHUTDOWN),
            Map.entry("http", HTTP),
            Map.entry(GovernorKeys.GOVERNOR, GovernorKeys.KEYS),
            Map.entry(DatabaseReader.DATABASE, DatabaseReader.KEYS),
            Map.entry(CopyReader.RESULTS, CopyReader.KEYS));

    /** The sections with native properties. */
    static final List<String> NATIVE = List.of("kafka", "mongodb", "debezium", "streams");

    private Keys() {}

    /** Every key with its path in the file: {@code topics.partitions}, {@code jobs[].name}. */
    static Map<String, Key<?>> byPath() {
        Map<String, Key<?>> paths = new TreeMap<>();
        ROOT.forEach(key -> paths.put(key.name(), key));
        SECTIONS.forEach((section, keys) -> keys.forEach(key -> paths.put(section + "." + key.name(), key)));
        GovernorKeys.SIGNAL_KEYS.forEach(
                key -> paths.put(GovernorKeys.GOVERNOR + "." + GovernorKeys.SIGNALS + "[]." + key.name(), key));
        GovernorKeys.ORIGINS.forEach((origin, keys) -> keys.forEach(key -> paths.put(
                GovernorKeys.GOVERNOR + "." + GovernorKeys.SIGNALS + "[]." + origin + "." + key.name(), key)));
        GovernorKeys.TIER_KEYS.forEach((tier, keys) -> keys.all()
                .forEach(key -> paths.put(
                        GovernorKeys.GOVERNOR + "." + GovernorKeys.TIERS + "." + GovernorKeys.name(tier) + "."
                                + key.name(),
                        key)));
        JOB.forEach(key -> paths.put(JOBS + "[]." + key.name(), key));
        WorkKeys.SECTIONS.forEach(
                (section, keys) -> keys.forEach(key -> paths.put(JOBS + "[]." + section + "." + key.name(), key)));
        WorkKeys.HTTP_KEYS.forEach(
                key -> paths.put(JOBS + "[]." + HANDLER.name() + "." + WorkKeys.HTTP + "." + key.name(), key));
        return paths;
    }

    /** Where a key belongs, for one that stands in the wrong place: {@code topics.partitions}. */
    static Optional<String> home(String key) {
        List<String> homes = new ArrayList<>();
        if (rootNames().anyMatch(key::equals)) {
            homes.add(key + "' at the top of the file");
        }
        SECTIONS.forEach((section, keys) -> {
            if (keys.stream().anyMatch(known -> known.name().equals(key))) {
                homes.add(key + "' of '" + section + "'");
            }
        });
        if (jobNames().anyMatch(key::equals)) {
            homes.add(key + "' of a job");
        }
        WorkKeys.SECTIONS.forEach((section, keys) -> {
            if (keys.stream().anyMatch(known -> known.name().equals(key))) {
                homes.add(key + "' of a job's '" + section + "'");
            }
        });
        return homes.stream().sorted().findFirst();
    }

    static Stream<String> rootNames() {
        return Stream.of(ROOT.stream().map(Key::name), SECTIONS.keySet().stream(), NATIVE.stream(), Stream.of(JOBS))
                .flatMap(names -> names);
    }

    static Stream<String> jobNames() {
        return Stream.of(JOB.stream().map(Key::name), WorkKeys.SECTIONS.keySet().stream(), Stream.of(JOB_PROPERTIES))
                .flatMap(names -> names);
    }

    private static Word<Commit> commit() {
        Word<Duration> interval = Words.duration("10ms", "5s");
        return new Word<>(
                "'adaptive' or " + interval.description(),
                text -> text.equals("adaptive")
                        ? Optional.of(new Commit.Adaptive())
                        : interval.parser().apply(text).map(Commit.Fixed::new),
                text -> Suggestion.of(text, List.of("adaptive")).map(meant -> "did you mean '" + meant + "'?"));
    }
}

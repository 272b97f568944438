package io.penstock.connectors.testing;

import io.penstock.settings.BrokerSettings;
import io.penstock.settings.ConnectionSettings;
import io.penstock.settings.GovernorSettings;
import io.penstock.settings.GovernorSettings.SignalSettings;
import io.penstock.settings.HttpSettings;
import io.penstock.settings.JobSettings;
import io.penstock.settings.ProcessingSettings;
import io.penstock.settings.Settings;
import io.penstock.settings.SourceSettings;
import io.penstock.settings.SourceSettings.DocumentMode;
import io.penstock.settings.SourceSettings.OnHistoryLost;
import io.penstock.settings.TopicSettings;
import io.penstock.settings.WorkSettings;
import io.penstock.settings.file.SettingsFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Settings as a small configuration file would give them; each {@code with} returns a changed copy. */
public record SettingsFixture(
        String application,
        Map<String, String> kafka,
        Map<String, String> mongodb,
        Map<String, String> debezium,
        SourceSettings source,
        TopicSettings topics,
        List<String> collections,
        Optional<GovernorSettings> governor) {
    private static final WorkSettings WORK = SettingsFile.parse(
                    "jobs: [{name: a, collection: b.c, handler: document}]", Map.of())
            .settings()
            .orElseThrow()
            .jobs()
            .get(0)
            .work();

    public static SettingsFixture watching(String... collections) {
        return new SettingsFixture(
                "shop-work",
                Map.of("bootstrap.servers", "127.0.0.1:9"),
                Map.of("uri", "mongodb://127.0.0.1:9/?replicaSet=rs0"),
                Map.of(),
                new SourceSettings("cdc", DocumentMode.LOOKUP, OnHistoryLost.FAIL),
                new TopicSettings(2, (short) 1, Duration.ofDays(7), 1_000_000),
                List.of(collections),
                Optional.empty());
    }

    public SettingsFixture withApplication(String name) {
        return new SettingsFixture(name, kafka, mongodb, debezium, source, topics, collections, governor);
    }

    public SettingsFixture watchingAlso(String collection) {
        List<String> more =
                Stream.concat(collections.stream(), Stream.of(collection)).toList();
        return new SettingsFixture(application, kafka, mongodb, debezium, source, topics, more, governor);
    }

    public SettingsFixture withKafka(String key, String value) {
        return new SettingsFixture(
                application, and(kafka, key, value), mongodb, debezium, source, topics, collections, governor);
    }

    public SettingsFixture withMongodb(String key, String value) {
        return new SettingsFixture(
                application, kafka, and(mongodb, key, value), debezium, source, topics, collections, governor);
    }

    public SettingsFixture withDebezium(String key, String value) {
        return new SettingsFixture(
                application, kafka, mongodb, and(debezium, key, value), source, topics, collections, governor);
    }

    /** With so much patience that a machine that stands still for seconds brings nothing to start again. */
    public SettingsFixture withPatience() {
        return withKafka("session.timeout.ms", "30000")
                .withKafka("default.api.timeout.ms", "60000")
                .withMongodb("server.selection.timeout.ms", "30000")
                .withDebezium("connection.validation.timeout.ms", "60000");
    }

    public SettingsFixture withDocument(DocumentMode document) {
        return withSource(new SourceSettings(source.prefix(), document, source.onHistoryLost()));
    }

    public SettingsFixture withOnHistoryLost(OnHistoryLost onHistoryLost) {
        return withSource(new SourceSettings(source.prefix(), source.document(), onHistoryLost));
    }

    public SettingsFixture withMaxRecordBytes(int bytes) {
        return new SettingsFixture(
                application,
                kafka,
                mongodb,
                debezium,
                source,
                new TopicSettings(topics.partitions(), topics.replication(), topics.retention(), bytes),
                collections,
                governor);
    }

    /** With a governor whose floor this is. */
    public SettingsFixture withFloor(double floor) {
        SignalSettings signal = new SignalSettings(
                "reads", 0.99, Duration.ofMillis(20), Duration.ofSeconds(10), Duration.ofSeconds(5), Optional.empty());
        return new SettingsFixture(
                application,
                kafka,
                mongodb,
                debezium,
                source,
                topics,
                collections,
                Optional.of(new GovernorSettings(floor, 64, List.of(signal))));
    }

    /** The settings, with two jobs that share the collections. */
    public Settings settings() {
        return new Settings(
                application,
                new ConnectionSettings(kafka, mongodb, debezium, Map.of()),
                source,
                topics,
                new BrokerSettings(Path.of("data"), 0),
                new ProcessingSettings(
                        ProcessingSettings.TaskEvents.PROBLEMS,
                        Path.of("handlers"),
                        new ProcessingSettings.Ledger(Duration.ofDays(7), Optional.empty()),
                        new ProcessingSettings.Memory(1 << 26, 1 << 24),
                        new ProcessingSettings.Dispatch(
                                100, Duration.ofSeconds(5), new ProcessingSettings.Commit.Adaptive()),
                        HttpSettings.OFF,
                        governor),
                List.of(job("first"), job("second")));
    }

    private JobSettings job(String name) {
        return new JobSettings(
                name,
                new JobSettings.Selection(collections, Optional.empty(), JobSettings.Snapshot.PROCESS),
                new JobSettings.Identity(Optional.empty(), Optional.empty(), Optional.empty()),
                new JobSettings.Content.Whole(),
                JobSettings.Run.EVERY_VERSION,
                new JobSettings.Handler("document", JobSettings.Execution.INLINE, Map.of()),
                WORK);
    }

    private SettingsFixture withSource(SourceSettings changed) {
        return new SettingsFixture(application, kafka, mongodb, debezium, changed, topics, collections, governor);
    }

    private static Map<String, String> and(Map<String, String> map, String key, String value) {
        Map<String, String> copy = new HashMap<>(map);
        copy.put(key, value);
        return Map.copyOf(copy);
    }
}

package io.penstock.processor.testing;

import io.penstock.settings.BrokerSettings;
import io.penstock.settings.ConnectionSettings;
import io.penstock.settings.GovernorSettings;
import io.penstock.settings.HttpSettings;
import io.penstock.settings.ProcessingSettings;
import io.penstock.settings.ProcessingSettings.Commit;
import io.penstock.settings.ProcessingSettings.Dispatch;
import io.penstock.settings.ProcessingSettings.Ledger;
import io.penstock.settings.ProcessingSettings.Memory;
import io.penstock.settings.ProcessingSettings.TaskEvents;
import io.penstock.settings.ProcessingSettings.Threads;
import io.penstock.settings.Settings;
import io.penstock.settings.SourceSettings;
import io.penstock.settings.SourceSettings.DocumentMode;
import io.penstock.settings.SourceSettings.OnHistoryLost;
import io.penstock.settings.TopicSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Settings for tests. */
public final class TestSettings {
    /** Small, so that tests can pass it. */
    public static final int MAX_RECORD_BYTES = 64 * 1024;

    public static final Duration AFTER_DELETE = Duration.ofDays(7);

    /** Whoever waits for a member of the group to come, to leave or to close waits for no more than this. */
    private static final Map<String, String> BRISK =
            Map.of("main.consumer.heartbeat.interval.ms", "300", "main.consumer.fetch.max.wait.ms", "100");

    private TestSettings() {}

    public static Settings of(TestJob... jobs) {
        return of(Map.of(), DocumentMode.LOOKUP, jobs);
    }

    /** Settings with a real broker. */
    public static Settings at(String bootstrapServers, TestJob... jobs) {
        return of(bootstrapServers, BRISK, DocumentMode.LOOKUP, jobs);
    }

    public static Settings of(Map<String, String> streams, DocumentMode document, TestJob... jobs) {
        return of("localhost:9", streams, document, jobs);
    }

    /** The same with stream threads whose number may change. */
    public static Settings threads(Settings settings, int least, int most) {
        ProcessingSettings processing = settings.processing();
        Dispatch dispatch = processing.dispatch();
        return settings.withProcessing(new ProcessingSettings(
                processing.taskEvents(),
                processing.handlers(),
                processing.ledger(),
                processing.memory(),
                new Dispatch(
                        dispatch.concurrency(),
                        dispatch.shutdownGrace(),
                        dispatch.commit(),
                        Optional.of(new Threads(least, most)),
                        dispatch.tiers()),
                processing.http(),
                processing.governor()));
    }

    /** The same with records of up to so many bytes. */
    public static Settings records(Settings settings, int bytes) {
        TopicSettings topics = settings.topics();
        return new Settings(
                settings.application(),
                settings.connections(),
                settings.source(),
                new TopicSettings(topics.partitions(), topics.replication(), topics.retention(), bytes),
                settings.broker(),
                settings.processing(),
                settings.jobs());
    }

    /** The same with a port at which it can be looked into. */
    public static Settings http(Settings settings, HttpSettings http) {
        ProcessingSettings processing = settings.processing();
        return settings.withProcessing(new ProcessingSettings(
                processing.taskEvents(),
                processing.handlers(),
                processing.ledger(),
                processing.memory(),
                processing.dispatch(),
                http,
                processing.governor()));
    }

    /** The same with more properties of Kafka Streams. */
    public static Settings streams(Settings settings, Map<String, String> streams) {
        ConnectionSettings connections = settings.connections();
        Map<String, String> all = new HashMap<>(connections.streams());
        all.putAll(streams);
        return new Settings(
                settings.application(),
                new ConnectionSettings(connections.kafka(), connections.mongodb(), connections.debezium(), all),
                settings.source(),
                settings.topics(),
                settings.broker(),
                settings.processing(),
                settings.jobs());
    }

    /** The same with a governor, and with a database that its signals ask. */
    public static Settings governed(Settings settings, String mongodb, GovernorSettings governor) {
        ConnectionSettings connections = settings.connections();
        ProcessingSettings processing = settings.processing();
        return new Settings(
                settings.application(),
                new ConnectionSettings(
                        connections.kafka(), Map.of("uri", mongodb), connections.debezium(), connections.streams()),
                settings.source(),
                settings.topics(),
                settings.broker(),
                new ProcessingSettings(
                        processing.taskEvents(),
                        processing.handlers(),
                        processing.ledger(),
                        processing.memory(),
                        processing.dispatch(),
                        processing.http(),
                        Optional.of(governor)),
                settings.jobs());
    }

    /** Settings with a real broker and a database. */
    public static Settings at(String bootstrapServers, String mongodb, TestJob... jobs) {
        Settings settings = at(bootstrapServers, jobs);
        return new Settings(
                settings.application(),
                new ConnectionSettings(
                        settings.connections().kafka(),
                        Map.of("uri", mongodb),
                        Map.of(),
                        settings.connections().streams()),
                settings.source(),
                settings.topics(),
                settings.broker(),
                settings.processing(),
                settings.jobs());
    }

    private static Settings of(
            String bootstrapServers, Map<String, String> streams, DocumentMode document, TestJob... jobs) {
        return new Settings(
                "penstock",
                new ConnectionSettings(
                        Map.of("bootstrap.servers", bootstrapServers),
                        Map.of("uri", "mongodb://localhost:9"),
                        Map.of(),
                        streams),
                new SourceSettings("penstock", document, OnHistoryLost.FAIL),
                new TopicSettings(4, (short) 1, Duration.ofDays(7), MAX_RECORD_BYTES),
                new BrokerSettings(Path.of("data"), 0),
                new ProcessingSettings(
                        TaskEvents.ALL,
                        Path.of("handlers"),
                        new Ledger(AFTER_DELETE, Optional.empty()),
                        new Memory(16 << 20, 8 << 20),
                        new Dispatch(100, Duration.ofSeconds(5), new Commit.Adaptive()),
                        HttpSettings.OFF,
                        Optional.empty()),
                List.copyOf(Stream.of(jobs).map(TestJob::settings).toList()));
    }
}

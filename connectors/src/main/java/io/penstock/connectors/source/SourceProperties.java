package io.penstock.connectors.source;

import io.debezium.connector.mongodb.MongoDbConnector;
import io.penstock.connectors.position.PositionTransform;
import io.penstock.records.Topics;
import io.penstock.settings.Problem;
import io.penstock.settings.Settings;
import io.penstock.settings.SourceSettings;
import io.penstock.settings.SourceSettings.OnHistoryLost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.jspecify.annotations.Nullable;

/**
 * The properties of Debezium's engine and MongoDB connector, derived from Penstock's settings: sound defaults beneath,
 * the user's native {@code debezium:} properties above, and on top what Penstock's promises rest on.
 */
public final class SourceProperties {
    /** What is done with events over 16 MB. */
    public static final String OVERSIZE = "cursor.oversize.handling.mode";

    private static final String TRANSFORMS = "transforms";
    private static final String POSITION = "penstockPosition";
    private static final String MATCH_MODE = "filters.match.mode";
    private static final String CAPTURE_SCOPE = "capture.scope";
    private static final String DATABASE = "database";
    private static final String HEARTBEAT_INTERVAL = "heartbeat.interval.ms";
    private static final String SIGNAL_CHANNELS = "signal.enabled.channels";
    /** By which the engine tells its connector when an incremental snapshot has to give way. */
    private static final String IN_PROCESS = "in-process";

    private static final String NOTIFICATION_CHANNELS = "notification.enabled.channels";

    private final Settings settings;
    private final Map<String, String> user;
    private final WatchedCollections collections;
    private final Map<String, String> properties = new LinkedHashMap<>();

    private SourceProperties(Settings settings) {
        this.settings = settings;
        this.user = settings.connections().debezium();
        this.collections = WatchedCollections.of(settings);
        kafka();
        names();
        capture();
        signals();
        pace();
        failures();
        mongodb();
        properties.putAll(user);
        fixed();
    }

    /**
     * Derives the properties.
     *
     * @throws IllegalArgumentException if {@link #problems} finds any; the message names them all
     */
    public static SourceProperties of(Settings settings) {
        List<Problem> problems = problems(settings);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.stream()
                    .map(problem -> problem.pointer() + ": " + problem.message())
                    .collect(Collectors.joining(System.lineSeparator())));
        }
        return new SourceProperties(settings);
    }

    /** What is wrong with the settings of the source, all of it at once; shows no secret. */
    public static List<Problem> problems(Settings settings) {
        List<Problem> problems = new ArrayList<>();
        Map<String, String> debezium = settings.connections().debezium();
        if (settings.connections().mongodb().getOrDefault("uri", "").isBlank()) {
            problems.add(new Problem(
                    "/mongodb/uri",
                    "Say where MongoDB is: mongodb://host:27017/?replicaSet=name. Change streams need a replica set."));
        }
        if (WatchedCollections.of(settings).selectors().isEmpty()) {
            problems.add(new Problem("/jobs", "No job names a collection: there is nothing to watch. Add one."));
        }
        if (!WatchedCollections.of(settings).literal() && "literal".equals(debezium.get(MATCH_MODE))) {
            problems.add(RefusedProperties.problem(
                    MATCH_MODE, "A job's collection is a pattern, which literal matching does not know: remove this."));
        }
        if (scope(debezium).filter(DATABASE::equals).isPresent()
                && WatchedCollections.of(settings).database().isEmpty()) {
            problems.add(RefusedProperties.problem(
                    CAPTURE_SCOPE,
                    "The jobs' collections are not in one database that is known by its name: remove this, or set"
                            + " deployment."));
        }
        if (settings.source().onHistoryLost() == OnHistoryLost.RESNAPSHOT
                && !"when_needed".equals(debezium.getOrDefault("snapshot.mode", "when_needed"))) {
            problems.add(RefusedProperties.problem(
                    "snapshot.mode", "on-history-lost: resnapshot needs when_needed: remove one of the two."));
        }
        problems.addAll(RefusedProperties.problems(debezium));
        return problems;
    }

    /** The same for a server before MongoDB 6.0.9, which cannot split events over 16 MB. */
    public SourceProperties withoutSplitting() {
        SourceProperties other = new SourceProperties(settings);
        other.properties.put(OVERSIZE, "fail");
        return other;
    }

    /** For Debezium's engine. Holds secrets: not for logs. */
    public Properties toProperties() {
        Properties copy = new Properties();
        copy.putAll(properties);
        return copy;
    }

    /** One of the properties, as text. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(properties.get(name));
    }

    /** How often an idle stream tells that it lives. */
    public Duration heartbeatInterval() {
        return Duration.ofMillis(
                Long.parseLong(get(HEARTBEAT_INTERVAL).orElseThrow().trim()));
    }

    /**
     * The offset store is a Kafka client and takes the clients' properties from among the engine's. What is no client's stays
     * out, or the section would be a second one for Debezium; but values may stand elsewhere, and be looked up from there.
     */
    private void kafka() {
        settings.connections().kafka().forEach((name, value) -> {
            if (ConsumerConfig.configNames().contains(name)
                    || name.startsWith(AbstractConfig.CONFIG_PROVIDERS_CONFIG)) {
                properties.put(name, value);
            }
        });
    }

    /** How the connector reaches MongoDB: the user's own, after the defaults. */
    private void mongodb() {
        settings.connections()
                .mongodb()
                .forEach((key, value) ->
                        properties.put("uri".equals(key) ? "mongodb.connection.string" : "mongodb." + key, value));
    }

    private void names() {
        Topics topics = new Topics(settings.application());
        properties.put("name", settings.application());
        properties.put("connector.class", MongoDbConnector.class.getName());
        properties.put("topic.prefix", settings.source().prefix());
        properties.put("offset.storage", SourceOffsetStore.class.getName());
        properties.put("offset.storage.topic", topics.sourceOffsets());
        properties.put("offset.storage.partitions", "1");
        properties.put(
                "offset.storage.replication.factor",
                Short.toString(settings.topics().replication()));
        properties.put("key.converter.schemas.enable", "false");
        properties.put("value.converter.schemas.enable", "false");
    }

    private void capture() {
        SourceSettings source = settings.source();
        properties.put(
                "capture.mode",
                switch (source.document()) {
                    case LOOKUP, POST_IMAGE -> "change_streams_update_full";
                    case DELTA -> "change_streams";
                });
        properties.put(
                "capture.mode.full.update.type",
                source.document() == SourceSettings.DocumentMode.POST_IMAGE ? "post_image" : "lookup");
        properties.put("snapshot.mode", source.onHistoryLost() == OnHistoryLost.RESNAPSHOT ? "when_needed" : "initial");
        String scope = scope(user).orElse(collections.database().isPresent() ? DATABASE : "deployment");
        properties.put(CAPTURE_SCOPE, scope);
        if (scope.equals(DATABASE)) {
            collections.database().ifPresent(database -> properties.put("capture.target", database));
        }
        String match = user.getOrDefault(MATCH_MODE, collections.literal() ? "literal" : "regex");
        properties.put(MATCH_MODE, match);
        properties.put(
                "collection.include.list",
                match.equals("literal") ? collections.literals() : collections.expressions());
        if (scope.equals("deployment")) {
            // Debezium lists the collections of all databases else, also of those in which its user may not.
            properties.put(
                    "database.include.list",
                    match.equals("literal") ? collections.databaseLiterals() : collections.databaseExpressions());
        }
    }

    /** What the user says of it; Debezium takes it in any case. */
    private static Optional<String> scope(Map<String, String> debezium) {
        return Optional.ofNullable(debezium.get(CAPTURE_SCOPE))
                .map(scope -> scope.strip().toLowerCase(Locale.ROOT));
    }

    /** Watermarks of incremental snapshots go through the signal collection, whichever channel the signal came by. */
    private void signals() {
        collections
                .anyDatabase()
                .ifPresent(database -> properties.put("signal.data.collection", database + ".penstock_signals"));
        properties.put(SIGNAL_CHANNELS, "source");
        properties.put("signal.poll.interval.ms", "1000");
        if (user.getOrDefault(SIGNAL_CHANNELS, "").contains("kafka")) {
            Map<String, String> kafka = settings.connections().kafka();
            properties.put("signal.kafka.bootstrap.servers", kafka.getOrDefault("bootstrap.servers", ""));
            properties.put("signal.kafka.groupId", settings.application() + "-signals");
            kafka.forEach((key, value) -> properties.put("signal.consumer." + key, value));
        }
    }

    /**
     * Latency against work at rest. Debezium collects a batch for as long as {@code poll.interval.ms}, so that half of it
     * is the mean price of a change on a quiet stream; on an idle one each interval costs a look at the queue, which is ours
     * so that it costs no more. The cursor itself waits
     * on the server, which answers at once when there is something; how long it may wait bounds the time to stop.
     */
    private void pace() {
        properties.put("poll.interval.ms", "100");
        properties.put("queue.provider.type", RestingQueue.NAME);
        properties.put("cursor.max.await.time.ms", "500");
        properties.put("max.batch.size", "2048");
        properties.put("max.queue.size", "8192");
        properties.put("max.queue.size.in.bytes", Integer.toString(64 * 1024 * 1024));
        properties.put(HEARTBEAT_INTERVAL, "5000");
        properties.put("offset.flush.interval.ms", "1000");
        if (settings.processing().governor().isPresent()) {
            // The server reads no further ahead than is taken at once: what is paced is its work, and not the wire's.
            properties.put("snapshot.fetch.size", "2048");
        }
    }

    /**
     * The connector gives up at once and the engine as a whole is started again: one place waits, tells and decides. That the
     * history is lost the stream itself says: the connector's own check would read the oplog once more for it, within a bounded
     * time, with another stream than that which follows, and would take every refusal for a loss. An update of a document of 9 MB can
     * be an event of 18 MB, which MongoDB tells in parts only; any document that it takes is worth a record or a dead letter.
     */
    private void failures() {
        properties.put("internal.log.position.check.enable", "false");
        properties.put(OVERSIZE, "split");
        properties.put("errors.max.retries", "0");
        properties.put("retriable.restart.connector.wait.ms", "1000");
        properties.put("mongodb.server.selection.timeout.ms", "10000");
        properties.put("connection.validation.timeout.ms", "15000");
        properties.put("executor.shutdown.timeout.ms", "2000");
    }

    private void fixed() {
        properties.put(TRANSFORMS, joined(POSITION, user.get(TRANSFORMS)));
        properties.put(TRANSFORMS + "." + POSITION + ".type", PositionTransform.class.getName());
        properties.put(NOTIFICATION_CHANNELS, joined("sink", user.get(NOTIFICATION_CHANNELS)));
        properties.put("notification.sink.topic.name", new Topics(settings.application()).notifications());
        if (settings.processing().governor().isPresent()) {
            properties.put(SIGNAL_CHANNELS, joined(IN_PROCESS, properties.get(SIGNAL_CHANNELS)));
        }
    }

    private static String joined(String ours, @Nullable String theirs) {
        return Stream.concat(Stream.of(ours), Stream.ofNullable(theirs).filter(list -> !list.isBlank()))
                .collect(Collectors.joining(","));
    }
}

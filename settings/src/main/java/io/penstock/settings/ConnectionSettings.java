package io.penstock.settings;

import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where Kafka and MongoDB are: the sections whose native properties pass through unchanged, and how handlers reach the
 * database.
 *
 * @param kafka properties of every Kafka client ({@code bootstrap.servers}, {@code security.protocol}, …)
 * @param mongodb {@code uri}, and what Debezium knows as {@code mongodb.<key>} ({@code user}, {@code ssl.enabled}, …)
 * @param debezium properties of the Debezium connector and engine
 * @param streams properties of Kafka Streams
 * @param database how handlers reach MongoDB
 * @param copies what is copied into MongoDB
 */
public record ConnectionSettings(
        Map<String, String> kafka,
        Map<String, String> mongodb,
        Map<String, String> debezium,
        Map<String, String> streams,
        DatabaseSettings database,
        CopySettings copies) {
    public ConnectionSettings {
        kafka = Map.copyOf(kafka);
        mongodb = Map.copyOf(mongodb);
        debezium = Map.copyOf(debezium);
        streams = Map.copyOf(streams);
    }

    /** With the defaults for handlers, and nothing that is copied. */
    public ConnectionSettings(
            Map<String, String> kafka,
            Map<String, String> mongodb,
            Map<String, String> debezium,
            Map<String, String> streams) {
        this(kafka, mongodb, debezium, streams, DatabaseSettings.DEFAULT, CopySettings.NONE);
    }

    /** Whether processors work without transactions: a crash can keep a part of what was written. */
    public boolean atLeastOnce() {
        return "at_least_once".equals(streams.get("processing.guarantee"));
    }

    /** The names of the properties and none of their values: any may be a secret, whatever its name. */
    @Override
    public String toString() {
        return "ConnectionSettings[kafka=" + names(kafka) + ", mongodb=" + names(mongodb) + ", debezium="
                + names(debezium) + ", streams=" + names(streams) + ", database=" + database + ", copies=" + copies
                + "]";
    }

    private static SortedSet<String> names(Map<String, String> properties) {
        return new TreeSet<>(properties.keySet());
    }
}

package io.penstock.settings;

import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The sections whose native properties pass through unchanged.
 *
 * @param kafka properties of every Kafka client ({@code bootstrap.servers}, {@code security.protocol}, …)
 * @param mongodb {@code uri}, and what Debezium knows as {@code mongodb.<key>} ({@code user}, {@code ssl.enabled}, …)
 * @param debezium properties of the Debezium connector and engine
 * @param streams properties of Kafka Streams
 */
public record ConnectionSettings(
        Map<String, String> kafka,
        Map<String, String> mongodb,
        Map<String, String> debezium,
        Map<String, String> streams) {
    public ConnectionSettings {
        kafka = Map.copyOf(kafka);
        mongodb = Map.copyOf(mongodb);
        debezium = Map.copyOf(debezium);
        streams = Map.copyOf(streams);
    }

    /** The names of the properties and none of their values: any may be a secret, whatever its name. */
    @Override
    public String toString() {
        return "ConnectionSettings[kafka=" + names(kafka) + ", mongodb=" + names(mongodb) + ", debezium="
                + names(debezium) + ", streams=" + names(streams) + "]";
    }

    private static SortedSet<String> names(Map<String, String> properties) {
        return new TreeSet<>(properties.keySet());
    }
}

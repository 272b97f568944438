package io.penstock.benchmarks.queued;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a contestant has to know of a run.
 *
 * @param bootstrapServers where Kafka is
 * @param application names the run: nothing of another run is found under it
 * @param source first part of the names of the topics with the work
 * @param partitions of every topic
 * @param state an empty directory for stores
 * @param handlerMillis how long each handler waits
 * @param concurrency how many run at once
 */
record QueuedRun(
        String bootstrapServers,
        String application,
        String source,
        int partitions,
        Path state,
        int handlerMillis,
        int concurrency) {
    static QueuedRun of(Map<String, String> options) {
        return new QueuedRun(
                option(options, "bootstrap"),
                option(options, "application"),
                option(options, "source"),
                Integer.parseInt(option(options, "partitions")),
                Path.of(option(options, "state")),
                Integer.parseInt(option(options, "handler-millis")),
                Integer.parseInt(option(options, "concurrency")));
    }

    Map<String, String> options() {
        return Map.of(
                "bootstrap", bootstrapServers,
                "application", application,
                "source", source,
                "partitions", Integer.toString(partitions),
                "state", state.toString(),
                "handler-millis", Integer.toString(handlerMillis),
                "concurrency", Integer.toString(concurrency));
    }

    /** The topic with the work as Debezium tells it. */
    String changes() {
        return changes(source);
    }

    static String changes(String source) {
        return source + ".shop.counters";
    }

    /** The topic with the same work for those who know no Debezium: keyed by what orders it. */
    String plain() {
        return plain(source);
    }

    static String plain(String source) {
        return source + ".plain";
    }

    String results() {
        return application + ".results";
    }

    private static String option(Map<String, String> options, String name) {
        String value = options.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The option " + name + " is missing");
        }
        return value;
    }
}

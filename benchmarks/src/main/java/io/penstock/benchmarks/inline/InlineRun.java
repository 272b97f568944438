package io.penstock.benchmarks.inline;

import java.nio.file.Path;
import java.util.Map;

/**
 * What both sides have to know of a run.
 *
 * @param bootstrapServers where Kafka is
 * @param application names the run: nothing of another run is found under it
 * @param prefix first part of the name of the topic with the changes
 * @param partitions of every topic
 * @param state an empty directory for stores
 */
record InlineRun(String bootstrapServers, String application, String prefix, int partitions, Path state) {
    /** How often both sides commit, in milliseconds: Penstock's default. */
    static final int COMMIT_INTERVAL = 100;
    /** What does the work on both sides. */
    static final int THREADS = 1;

    static InlineRun of(Map<String, String> options) {
        return new InlineRun(
                option(options, "bootstrap"),
                option(options, "application"),
                option(options, "prefix"),
                Integer.parseInt(option(options, "partitions")),
                Path.of(option(options, "state")));
    }

    Map<String, String> options() {
        return Map.of(
                "bootstrap", bootstrapServers,
                "application", application,
                "prefix", prefix,
                "partitions", Integer.toString(partitions),
                "state", state.toString());
    }

    String changes() {
        return prefix + ".shop.orders";
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

package io.penstock.benchmarks.installation;

import io.penstock.benchmarks.process.Options;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a contestant finds, which is its own.
 *
 * @param bootstrapServers where Kafka is
 * @param application names the run: nothing of another run is found under it
 * @param source first part of the names of the topics with the work
 * @param partitions of every topic
 * @param state an empty directory for stores
 */
public record Installation(String bootstrapServers, String application, String source, int partitions, Path state) {
    /** From the options that {@link #options} made. */
    public static Installation of(Options options) {
        return new Installation(
                options.text("bootstrap"),
                options.text("application"),
                options.text("source"),
                options.number("partitions"),
                options.path("state"));
    }

    /** As options of a contestant. */
    public Options options() {
        return new Options(Map.of(
                "bootstrap", bootstrapServers,
                "application", application,
                "source", source,
                "partitions", Integer.toString(partitions),
                "state", state.toString()));
    }

    /** The topic with the changes of a collection of the database {@code shop}, as Debezium names it. */
    public static String changes(String source, String collection) {
        return source + ".shop." + collection;
    }

    /** Where the results go. */
    public String results() {
        return application + ".results";
    }
}

package io.penstock.benchmarks.engine;

import io.penstock.benchmarks.process.Options;
import io.penstock.settings.Settings;
import io.penstock.settings.file.Reading;
import io.penstock.settings.file.SettingsFile;
import java.util.Map;

/**
 * What both sides have to know of a run.
 *
 * @param bootstrapServers where Kafka is
 * @param mongodb where MongoDB is
 * @param application names the run: nothing of another run is found under it
 * @param collection what is watched, in the database {@link #DATABASE}
 * @param snapshot Debezium's {@code snapshot.mode}
 */
record EngineRun(String bootstrapServers, String mongodb, String application, String collection, String snapshot) {
    static final String DATABASE = "penstock_benchmark";
    /** Of every topic: Penstock's default. */
    static final int PARTITIONS = 6;

    static EngineRun of(Options options) {
        return new EngineRun(
                options.text("bootstrap"),
                options.text("mongodb"),
                options.text("application"),
                options.text("collection"),
                options.text("snapshot"));
    }

    Map<String, String> options() {
        return Map.of(
                "bootstrap", bootstrapServers,
                "mongodb", mongodb,
                "application", application,
                "collection", collection,
                "snapshot", snapshot);
    }

    /** The topic with the changes; its name begins with the application's, which is the prefix too. */
    String changes() {
        return application + "." + DATABASE + "." + collection;
    }

    /** The configuration of a user who changes nothing but what is needed. */
    Settings settings() {
        String file = """
                application: %s
                kafka:
                  bootstrap.servers: "%s"
                mongodb:
                  uri: "%s"
                source:
                  prefix: %s
                topics:
                  partitions: %d
                debezium:
                  snapshot.mode: %s
                jobs:
                  - name: copy
                    collection: %s.%s
                    handler: document
                """.formatted(
                application, bootstrapServers, mongodb, application, PARTITIONS, snapshot, DATABASE, collection);
        Reading reading = SettingsFile.parse(file, Map.of());
        return reading.settings()
                .orElseThrow(() -> new IllegalStateException("The configuration is wrong: " + reading.problems()));
    }
}

package io.penstock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.cli.CommandRun;
import io.penstock.embedded.kafka.EmbeddedBroker;
import io.penstock.embedded.mongodb.MongoStandIn;
import io.penstock.embedded.mongodb.StandInOptions;
import io.penstock.processor.App;
import io.penstock.processor.registry.JobsTopic;
import io.penstock.processor.task.TaskListener;
import io.penstock.records.JobsRecord.Changes;
import io.penstock.settings.Settings;
import io.penstock.settings.file.SettingsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A topic with changes gets more partitions, so that a document's changes come in another one. */
class GrownTopicIT {
    private static final String TOPIC = "grown.shop.orders";

    @TempDir
    Path folder;

    @Test
    void isRefused_untilAllJobsAreBroughtToItsPartitions() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
                MongoStandIn database = MongoStandIn.start(StandInOptions.defaults())) {
            Files.writeString(file(), """
                    application: grown
                    source: {prefix: grown}
                    kafka: {bootstrap.servers: "%s"}
                    mongodb: {uri: "%s"}
                    topics: {partitions: 3, replication: 1}
                    jobs:
                      - {name: invoice, collection: shop.orders, shard-key: /customer, handler: document}
                    """.formatted(broker.bootstrapServers(), database.uri()));
            processorRuns();
            assertThat(width()).isEqualTo(3);
            grow(broker, 5);

            CommandRun refused = run("run", "--state", state());
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err())
                    .contains(
                            "The topic " + TOPIC + " had 3 partitions and has 5.",
                            "penstock jobs migrate --all --config " + file());
            assertThat(run("jobs", "migrate", "invoice", "--state", state()).exitCode())
                    .isEqualTo(2);

            CommandRun drained = run("jobs", "migrate", "--all", "--drain-only", "--state", state());
            assertThat(drained.err() + drained.out()).contains("Drained: invoice.");
            assertThat(drained.exitCode()).isZero();

            processorRuns();
            assertThat(width()).isEqualTo(5);
        }
    }

    private void processorRuns() {
        try (App app = new App(settings(), Path.of(state()), TaskListener.NONE)) {
            app.start(failure -> {
                throw new AssertionError("The processor failed", failure);
            });
            await().atMost(Duration.ofMinutes(3)).until(app::isRunning);
        }
    }

    private int width() {
        try (JobsTopic jobs = new JobsTopic(settings())) {
            Map<String, Changes> changes = jobs.read().changes();
            assertThat(changes).containsOnlyKeys(TOPIC);
            return changes.values().iterator().next().partitions();
        }
    }

    private static void grow(EmbeddedBroker broker, int partitions) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createPartitions(Map.of(TOPIC, NewPartitions.increaseTo(partitions)))
                    .all()
                    .get();
        }
    }

    private Settings settings() {
        var reading = SettingsFile.read(file());
        return reading.settings().orElseThrow(() -> new AssertionError(reading.problems()));
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(Stream.concat(Stream.of(arguments), Stream.of("--config", file().toString()))
                .toArray(String[]::new));
    }

    private Path file() {
        return folder.resolve("penstock.yaml");
    }

    private String state() {
        return folder.resolve("state").toString();
    }
}

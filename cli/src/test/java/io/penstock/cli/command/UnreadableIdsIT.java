package io.penstock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.penstock.cli.CommandRun;
import io.penstock.embedded.kafka.EmbeddedBroker;
import io.penstock.embedded.mongodb.MongoStandIn;
import io.penstock.embedded.mongodb.StandInOptions;
import io.penstock.processor.registry.Identities;
import io.penstock.processor.registry.JobsTopic;
import io.penstock.records.JobsRecord.Deployment;
import io.penstock.records.JobsRecord.Job;
import io.penstock.settings.Settings;
import io.penstock.settings.file.SettingsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Collections that Debezium cannot read, by their ids or their name. What becomes of them later on is in {@link JobsMigrateIT}. */
class UnreadableIdsIT {
    @TempDir
    Path folder;

    @Test
    void migration_isRefusedBeforeAnythingIsBegun() throws IOException {
        Path file = folder.resolve("penstock.yaml");
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
                MongoStandIn database = MongoStandIn.start(StandInOptions.defaults());
                MongoClient client = MongoClients.create(database.uri())) {
            client.getDatabase("shop").getCollection("orders").insertOne(new Document("_id", new Date(0)));
            Settings before = settings(file, broker, database, "/customer");
            Job job = Job.first("invoice", Identities.of(before.jobs().get(0)));
            try (JobsTopic jobs = new JobsTopic(before)) {
                jobs.write(Deployment.first(Identities.layout(before)));
                jobs.write(job);
                settings(file, broker, database, "/region");

                CommandRun refused = migrate(file);
                assertThat(refused.err())
                        .contains("shop.orders whose _id is of the type 'date'", "nothing was begun", "retire");
                assertThat(refused.exitCode()).isEqualTo(1);

                // A name that Debezium takes for no collection, and in which nothing else is wrong.
                client.getDatabase("shop").getCollection("orders").drop();
                client.getDatabase("shop").getCollection("orders(old").insertOne(new Document("_id", 1));
                assertThat(migrate(file).err()).contains("'shop.orders(old'", "nothing was begun", "retire");

                // One that it takes for another.
                client.getDatabase("shop").getCollection("orders(old").drop();
                client.getDatabase("shop").getCollection("orders|old").insertOne(new Document("_id", 1));
                client.getDatabase("shop").getCollection("orders").insertOne(new Document("_id", 2));
                String inItsPlace = "would read 'shop.orders' in its place";
                assertThat(migrate(file).err())
                        .contains("'shop.orders|old' itself", inItsPlace, "nothing was begun", "retire");
                CommandRun snapshot = CommandRun.of("snapshot", "shop.orders|old", "--config", file.toString());
                assertThat(snapshot.err()).contains(inItsPlace, "nothing was asked");
                assertThat(snapshot.exitCode()).isEqualTo(2);
                assertThat(jobs.read().job("invoice")).contains(job);
            }
        }
    }

    private CommandRun migrate(Path file) {
        return CommandRun.of(
                "jobs",
                "migrate",
                "invoice",
                "--drain-only",
                "--state",
                folder.toString(),
                "--config",
                file.toString());
    }

    private static Settings settings(Path file, EmbeddedBroker broker, MongoStandIn database, String shardKey)
            throws IOException {
        Files.writeString(file, """
                kafka: {bootstrap.servers: "%s"}
                mongodb: {uri: "%s"}
                topics: {partitions: 3, replication: 1}
                jobs:
                  - name: invoice
                    collection: "shop.orders*"
                    handler: io.penstock.cli.command.OnDemandHandler
                    shard-key: %s
                """.formatted(broker.bootstrapServers(), database.uri(), shardKey));
        var reading = SettingsFile.read(file);
        return reading.settings().orElseThrow(() -> new AssertionError(reading.problems()));
    }
}

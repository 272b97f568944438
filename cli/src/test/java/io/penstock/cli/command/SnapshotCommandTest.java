package io.penstock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong before anybody has to be asked; the rest is in {@code WholeWayIT}. */
class SnapshotCommandTest {
    private final Path file;

    SnapshotCommandTest(@TempDir Path folder) {
        this.file = folder.resolve("penstock.yaml");
    }

    @BeforeEach
    void write() throws IOException {
        write("source");
    }

    @Test
    void collectionThatNobodyWatches_isWrongUsage_andSaysWhichAreWatched() {
        CommandRun run = run("snapshot", "shop.order");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("'shop.order'", "shop.orders", "logs.*");
        assertThat(run("snapshot", "shop.*").exitCode()).isEqualTo(2);
        assertThat(run("snapshot", "logs.penstock_signals").exitCode()).isEqualTo(2);
    }

    /** One of them would leave the snapshot that runs standing still. */
    @ParameterizedTest
    @ValueSource(strings = {"logs.orders(old", "logs.orders[", "logs.orders "})
    void collectionThatDebeziumCannotBeAskedFor_isWrongUsage_andSaysWhy(String collection) {
        for (CommandRun run : List.of(run("snapshot", collection), run("snapshot", collection, "--stop"))) {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("'" + collection + "'", "Debezium", "rename the collection");
        }
    }

    @Test
    void filterThatIsNoQuery_isWrongUsage() {
        CommandRun run = run("snapshot", "shop.orders", "--filter", "status = 'paid'");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--filter must be a query in JSON", "{\"status\": \"paid\"}");
        assertThat(run("snapshot", "shop.orders", "--stop", "--filter", "{}").err())
                .contains("--stop takes no --filter");
    }

    @Test
    void engineThatHearsNoSignals_isWrongUsage_andSaysWhatToOpen() throws IOException {
        write("jmx");
        CommandRun run = run("snapshot", "shop.orders");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("signal.enabled.channels", "[jmx]", "'kafka' or 'source'");
    }

    @Test
    void withoutAConfiguration_itIsWrongUsage() {
        assertThat(CommandRun.of("snapshot", "shop.orders").err()).contains("--config");
    }

    private void write(String channels) throws IOException {
        Files.writeString(file, """
                kafka: {bootstrap.servers: "127.0.0.1:9"}
                mongodb: {uri: "mongodb://127.0.0.1:9/?replicaSet=rs0"}
                debezium: {signal.enabled.channels: %s}
                jobs:
                  - {name: copy, collection: [shop.orders, "logs.*"], handler: document}
                """.formatted(channels));
    }

    private CommandRun run(String... arguments) {
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--config";
        all[arguments.length + 1] = file.toString();
        return CommandRun.of(all);
    }
}

package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.cli.process.StopSignal;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class PenstockTest {
    static Stream<String> commands() {
        return commands(Penstock.commandLine(
                CommandRun.surroundings(new ByteArrayOutputStream(), new ByteArrayOutputStream(), new StopSignal())));
    }

    private static Stream<String> commands(CommandLine command) {
        return Stream.concat(
                Stream.of(command.getCommandSpec().qualifiedName()),
                command.getSubcommands().values().stream().flatMap(PenstockTest::commands));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void help_teachesByExample(String command) {
        CommandRun run = CommandRun.of(
                (command + " --help").replaceFirst("^penstock ", "").split(" ", -1));

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("Usage: " + command);
        assertThat(run.out()).containsPattern("(?s)\nExamples?:\n.*  " + command);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpsExamples_canBePasted_forNoneIsBroken(String command) {
        CommandLine commandLine = Penstock.commandLine(
                CommandRun.surroundings(new ByteArrayOutputStream(), new ByteArrayOutputStream(), new StopSignal()));
        for (String word : command.split(" ", -1)) {
            commandLine =
                    Optional.ofNullable(commandLine.getSubcommands().get(word)).orElse(commandLine);
        }

        assertThat(commandLine.getUsageMessage().lines())
                .containsAll(Arrays.stream(
                                commandLine.getCommandSpec().usageMessage().footer())
                        // What an example is for may go over two lines.
                        .filter(line -> !line.endsWith(":"))
                        .map(line -> String.format(Locale.ROOT, line))
                        .toList());
    }

    @Test
    void argumentsThatBeginWithACommand_needThatOneAlone_andAllOthersNeedAll() {
        CommandLine whole = commandLine(List.of());

        whole.getSubcommands().forEach((name, command) -> {
            CommandLine alone = commandLine(List.of(name, "list"));
            assertThat(alone.getSubcommands().keySet())
                    .isEqualTo(
                            name.equals("completion") ? whole.getSubcommands().keySet() : Set.of(name));
            assertThat(alone.getSubcommands().values())
                    .extracting(CommandLine::getUsageMessage)
                    .contains(command.getUsageMessage());
        });
        for (String other : List.of("--help", "--verbose", "topic", "@arguments")) {
            assertThat(commandLine(List.of(other, "topics")).getSubcommands().keySet())
                    .isEqualTo(whole.getSubcommands().keySet());
        }
    }

    private static CommandLine commandLine(List<String> arguments) {
        return Penstock.commandLine(
                CommandRun.surroundings(new ByteArrayOutputStream(), new ByteArrayOutputStream(), new StopSignal()),
                arguments);
    }

    @Test
    void classpath_isTheApiAlone_unlessAllIsAskedFor() {
        assertThat(CommandRun.of("classpath").out())
                .contains("jackson-databind")
                .doesNotContain("kafka", "mongodb");
        assertThat(CommandRun.of("classpath", "--all").out()).contains("kafka-clients", "mongodb-driver-sync");
    }

    @Test
    void mongodb_onAPortThatIsTaken_saysSoAndWhatToDo() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            CommandRun run = CommandRun.of("mongodb", "--port", port);

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err().strip())
                    .isEqualTo("penstock: Port " + port + " on 127.0.0.1 is taken: end what listens there, or choose"
                            + " another with --port (0: any)");
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void option_thatDoesNotExist_isWrongUsage(String command) {
        CommandRun run = CommandRun.of(
                (command + " --no-such").replaceFirst("^penstock ", "").split(" ", -1));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("penstock: ").contains("Try '" + command + " --help'.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "broker --port 65536",
                "broker --port many",
                "results --limit 0",
                "results --output xml",
                "topics --config",
                "topics --config no-such-file.yaml",
                "topics stray",
                "lanes list",
                "demo --mongodb-uri foo",
                "demo --mongodb-uri mongodb://127.0.0.1:1/?readPreference=nearest",
            })
    void wrongUsage_endsWith2AndALineThatSaysWhy(String arguments) {
        CommandRun run = CommandRun.of(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("penstock: ").doesNotContain("Exception", "Error", "\tat ");
    }

    @Test
    void stateThatThereIsNot_isRefusedWithThoseThatThereAre() {
        CommandRun run = CommandRun.of("tasks", "list", "--state", "foo");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .containsIgnoringCase("ready, waiting, quarantined, paused")
                .contains("foo");
        assertThat(CommandRun.of("tasks", "list", "--state", "ready", "--config", "none.yaml")
                        .err())
                .contains("none.yaml")
                .doesNotContain("--state");
    }

    @Test
    void commandThatIsMisspelt_isGuessed() {
        CommandRun run = CommandRun.of("topic");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("Unmatched argument", "topics");
    }

    @Test
    void configurationFileWithErrors_isWrongUsageWithEveryPlace(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("penstock.yaml"), "aplication: shop\nbroker:\n  port: high\n");

        CommandRun run = CommandRun.of("broker", "--config", file.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(file + ":1:", "application", file + ":3:");
    }

    @Test
    void version_tellsWhatIsInside() {
        CommandRun run = CommandRun.of("--version");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .containsPattern("^penstock \\d")
                .contains("Kafka 4.")
                .doesNotContain("$", "null");
    }

    @Test
    void completion_isAScriptForBash() {
        CommandRun run = CommandRun.of("completion");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("#!/usr/bin/env bash").contains("dead-letters", "complete -F");
    }
}

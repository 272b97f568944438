package io.penstock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.cli.CommandRun;
import io.penstock.cli.testing.HandlerJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where commands look for handlers. */
class HandlersOptionTest {
    private final Path folder;
    private final Path jars;

    HandlersOptionTest(@TempDir Path folder) {
        this.folder = folder;
        this.jars = folder.resolve("jars");
    }

    @BeforeEach
    void makeJar() throws IOException {
        HandlerJar.make(jars);
    }

    @Test
    void directoryThatIsNamed_takesThePlaceOfTheFiles() throws IOException {
        String file = file("op != 'd'");

        assertThat(CommandRun.of("config", "check", file).lines())
                .singleElement()
                .asString()
                .startsWith(file + ":7:14: There is no handler '" + HandlerJar.HANDLER + "'")
                .endsWith(folder.resolve("none") + ", which does not exist");
        CommandRun found = CommandRun.of("config", "check", file, "--handlers", jars.toString());
        assertThat(found.out()).startsWith(file + " is fine: ");
        assertThat(found.exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "up", "jobs migrate --all"})
    void everyCommandThatStartsAProcessor_looksThere(String command) throws IOException {
        // Something else is wrong with it, so that no command goes on to Kafka.
        String file = file("op !=");

        CommandRun without = run(command, "--config", file);
        assertThat(without.exitCode()).isEqualTo(2);
        assertThat(without.err()).contains(file + ":6:11: ", HandlerJar.HANDLER);
        CommandRun with = run(command, "--config", file, "--handlers", jars.toString());
        assertThat(with.exitCode()).isEqualTo(2);
        assertThat(with.err()).contains(file + ":6:11: ").doesNotContain(HandlerJar.HANDLER);
    }

    private String file(String when) throws IOException {
        Path file = Files.writeString(
                folder.resolve("penstock.yaml"), """
                mongodb: {uri: "mongodb://localhost"}
                handlers: %s
                jobs:
                  - name: copy
                    collection: shop.orders
                    when: "%s"
                    handler: %s
                """.formatted(folder.resolve("none"), when, HandlerJar.HANDLER));
        return file.toString();
    }

    private static CommandRun run(String command, String... options) {
        List<String> arguments = new ArrayList<>(Arrays.asList(command.split(" ", -1)));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray(String[]::new));
    }
}

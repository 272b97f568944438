package io.penstock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.cli.CommandRun;
import io.penstock.settings.file.RefusedProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigCheckCommandTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"penstock.yaml", "demo.yaml"})
    void exampleFiles_areFine(String name) {
        Path file = Path.of("..", "config", name);

        CommandRun run = CommandRun.of("config", "check", file.toString());

        assertThat(run.out())
                .startsWith(file + " is fine: ")
                .contains("invoice", "20MB")
                .hasLineCount(1);
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void problems_areToldAllAtOnceInTheOrderOfTheFile() throws IOException {
        String file = file("""
                mongodb:
                  uri: mongodb://user:s3cret@localhost
                debezium:
                  heartbeat.interval.ms: 0
                topics:
                  partitions: six
                jobs:
                  - name: broken
                    colection: shop.orders
                    handler: document
                  - name: invoice
                    collection: shop.orders
                    when: "doc.status =="
                    handler: com.acme.Missing
                """);

        CommandRun run = CommandRun.of("config", "check", file);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEmpty();
        // What the compiler of conditions adds below its problem is an excerpt, as compilers show it.
        assertThat(run.lines().stream().filter(line -> !line.startsWith("  ")))
                .satisfiesExactly(
                        heartbeat -> assertThat(heartbeat).startsWith(file + ":4:26: Without heartbeats"),
                        partitions -> assertThat(partitions).startsWith(file + ":6:15: 'partitions' must be"),
                        missing -> assertThat(missing).startsWith(file + ":8:5: the required key 'collection'"),
                        unknown -> assertThat(unknown)
                                .isEqualTo(file + ":9:5: unknown key 'colection', did you mean 'collection'?"),
                        when -> assertThat(when).startsWith(file + ":13:11: "),
                        handler -> assertThat(handler)
                                .startsWith(file + ":14:14: ")
                                .contains("com.acme.Missing"));
        assertThat(run.out()).doesNotContain("s3cret");
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @MethodSource("allowed")
    void allowedValues_areFineInAnyCase(String section, String property, String value) throws IOException {
        String file = file("""
                mongodb: {uri: "mongodb://localhost"}
                %s: {%s: %s}
                jobs: [{name: a, collection: shop.orders, handler: document}]
                """.formatted(section, property, value));

        CommandRun run = CommandRun.of("config", "check", file);

        assertThat(run.out()).contains(" is fine: ");
        assertThat(run.exitCode()).isZero();
    }

    static Stream<Arguments> allowed() {
        return Stream.of("kafka", "debezium", "streams")
                .flatMap(section -> RefusedProperties.of(section).stream()
                        .flatMap(refused -> refused.allowed().stream()
                                .flatMap(value -> Stream.of(value, value.toUpperCase(Locale.ROOT))
                                        .distinct())
                                .map(value -> Arguments.of(section, refused.name(), value))));
    }

    @Test
    void filesOfTheHttpPort_areLookedAt() throws IOException {
        Path shortToken = Files.writeString(directory.resolve("token"), "short");
        String file = file("""
                mongodb: {uri: "mongodb://localhost"}
                http:
                  token-file: %s
                  keystore: no-such.p12
                  keystore-password: changeit
                jobs: [{name: a, collection: shop.orders, handler: document}]
                """.formatted(shortToken));

        CommandRun run = CommandRun.of("config", "check", file);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.lines())
                .satisfiesExactly(
                        token -> assertThat(token)
                                .startsWith(file + ":3:15: ")
                                .contains("must hold one token of at least 16")
                                .doesNotContain("short "),
                        key -> assertThat(key).startsWith(file + ":4:13: ").contains("no-such.p12"));
    }

    @Test
    void warnings_areToldAndDoNotFail() throws IOException {
        String file = file("""
                mongodb: {uri: "mongodb://localhost"}
                streams: {processing.guarantee: at_least_once}
                jobs: [{name: a, collection: shop.orders, handler: document}]
                """);

        CommandRun run = CommandRun.of("config", "check", file);

        assertThat(run.exitCode()).isZero();
        assertThat(run.lines())
                .satisfiesExactly(
                        warning -> assertThat(warning).startsWith(file + ":2:33: warning: with 'at_least_once'"),
                        fine -> assertThat(fine)
                                .isEqualTo(file + " is fine: 1 job (a), topics kept for 7d, records up to 20MB"));
    }

    @Test
    void conditionWithSeveralProblems_hasTheFilesPlaceForEach() throws IOException {
        String file = file("""
                mongodb: {uri: "mongodb://localhost"}
                jobs:
                  - name: a
                    collection: shop.orders
                    handler: document
                    when: "doc.status = 'paid'"
                """);

        CommandRun run = CommandRun.of("config", "check", file);

        // Below each problem is the excerpt, as compilers show it.
        assertThat(run.lines())
                .filteredOn(line -> !line.startsWith("  "))
                .hasSizeGreaterThan(1)
                .allMatch(line -> line.startsWith(file + ":6:11: line 1, column "))
                .anyMatch(line -> line.endsWith("; write == to compare"));
    }

    @Test
    void folder_isNamedAsSuch() {
        CommandRun run = CommandRun.of("config", "check", directory.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).startsWith(directory + ":1:1: this is a folder");
    }

    @Test
    void fileThatIsMissing_isAProblem() {
        CommandRun run = CommandRun.of("config", "check", "no-such.yaml");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).startsWith("no-such.yaml:1:1: there is no such file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"config", "config check"})
    void wrongUsage_saysWhy(String arguments) {
        CommandRun run = CommandRun.of(arguments.split(" ", -1));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("penstock: ");
    }

    private String file(String yaml) throws IOException {
        return Files.writeString(directory.resolve("penstock.yaml"), yaml).toString();
    }
}

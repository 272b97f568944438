package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.penstock.cli.command.ConnectCommand;
import io.penstock.cli.process.StopSignal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The image starts Penstock as the launcher does, and what it names is there. */
class DockerfileTest {
    private static final Path ROOT = Path.of("..");

    private final Dockerfile dockerfile = Dockerfile.read(ROOT.resolve("Dockerfile"));

    @Test
    void entryPoint_isThatOfTheLauncher() throws IOException {
        String launcher = Files.readString(ROOT.resolve("penstock"));
        List<String> entryPoint = dockerfile.entryPoint();
        String main = entryPoint.get(entryPoint.size() - 1);
        List<String> jvm = Stream.concat(
                        entryPoint.subList(1, entryPoint.indexOf("-cp")).stream(),
                        Stream.of(dockerfile.environment().getOrDefault("JDK_JAVA_OPTIONS", "")))
                .toList();

        assertThat(entryPoint).startsWith("java");
        assertThat(main).isEqualTo(Penstock.class.getName());
        assertThat(launcher).contains(main);
        assertThat(jvm)
                .hasSizeGreaterThan(4)
                .allSatisfy(option -> assertThat(launcher).contains(option));
    }

    @Test
    void jars_areOnTheClassPath() {
        List<String> entryPoint = dockerfile.entryPoint();
        Path classPath = Path.of(entryPoint.get(entryPoint.indexOf("-cp") + 1));

        assertThat(dockerfile.all("COPY"))
                .filteredOn(copy -> copy.startsWith("--from=build"))
                .isNotEmpty()
                .allSatisfy(copy -> assertThat(
                                dockerfile.workingDirectory().resolve(copy.substring(copy.lastIndexOf(' ') + 1)))
                        .isEqualTo(classPath.getParent()));
    }

    @Test
    void runtime_isAJreWithoutRights() {
        assertThat(dockerfile.last("FROM")).endsWith("-jre");
        assertThat(dockerfile.last("USER")).isEqualTo("penstock");
    }

    @Test
    void healthCheck_looksAtTheFileThatCommandsTouch() {
        String variable = "PENSTOCK_HEALTH_FILE";
        assertThat(dockerfile.environment()).containsKey(variable);
        assertThat(dockerfile.last("HEALTHCHECK")).contains("\"$" + variable + "\"");

        OptionSpec option = new CommandLine(new ConnectCommand(CommandRun.surroundings(
                        new ByteArrayOutputStream(), new ByteArrayOutputStream(), new StopSignal())))
                .getCommandSpec()
                .findOption("--health-file");
        assertThat(option.description()).anyMatch(line -> line.contains(variable));
    }

    @Test
    void build_isOneThatTheSourcesHave() {
        String build = dockerfile.last("RUN --mount=type=cache,target=/root/.m2,sharing=locked");

        assertThat(build).startsWith("mvn ").contains("-pl cli -am");
        assertThat(ROOT.resolve("cli/pom.xml")).exists();
        assertThat(ROOT.resolve(".mvn")).isDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pom.xml", ".mvn", "benchmarks/pom.xml", "cli/pom.xml", "api/src/main", "cli/src/main"})
    void context_hasWhatTheBuildNeeds(String path) throws IOException {
        assertThat(Files.readAllLines(ROOT.resolve(".dockerignore")))
                .filteredOn(line -> line.startsWith("!"))
                .anyMatch(line -> FileSystems.getDefault()
                        .getPathMatcher("glob:" + line.substring(1))
                        .matches(Path.of(path)));
        assertThatNoException().isThrownBy(() -> ROOT.resolve(path).toRealPath());
    }
}

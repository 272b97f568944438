package io.penstock.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code penstock}, with stand-ins for Java and Maven: what it does before Java runs. */
class LauncherTest {
    private static final String NOT_INSTALLED = "echo 'Unable to locate a Java Runtime.' >&2; exit 1";

    private final Path folder;
    private final Path jdk;

    LauncherTest(@TempDir Path folder) throws IOException {
        // Its name may have a symbolic link in it, as on macOS, and the launcher tells where it really is.
        this.folder = folder.toRealPath();
        this.jdk = this.folder.resolve("jdk");
    }

    @BeforeEach
    void copyLauncher() throws IOException {
        Path copy = Files.createDirectories(folder.resolve("home")).resolve("penstock");
        Files.copy(Path.of("../penstock"), copy);
        assertThat(copy.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void javaThatDoesNotRun_isWrongUsage_andSaysWhatToDo() throws Exception {
        script("path/java", NOT_INSTALLED);

        CommandRun run = launch(Map.of());

        assertThat(run.exitCode()).as(run.toString()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("penstock: " + folder.resolve("path/java"))
                .contains("JDK, 17 or later", "JAVA_HOME");
    }

    @Test
    void mavenThatDoesNotRun_isWrongUsage_andSaysWhatMavenSaid() throws Exception {
        java();
        script("path/mvn", "echo 'mvn is broken' >&2; exit 1");

        CommandRun run = launch(Map.of("JAVA_HOME", jdk.toString()));

        assertThat(run.exitCode()).as(run.toString()).isEqualTo(2);
        assertThat(run.err()).startsWith("penstock: ").contains("'mvn --version'", "mvn is broken", "3.8 or later");
    }

    @Test
    void javaThatIsAShim_isTheOneThatItStandsFor() throws Exception {
        Path java = java();
        script("path/java", "exec " + java + " \"$@\"");
        script("path/mvn", "[ -x \"$JAVA_HOME/bin/java\" ] && echo \"Apache Maven 3.5.4 ($JAVA_HOME)\"");

        CommandRun run = launch(Map.of());

        assertThat(run.exitCode()).as(run.toString()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("penstock: Maven is 3.5; Penstock needs 3.8 or later.\n");
    }

    @Test
    void calledFromElsewhere_withACdpath_findsItsBuild() throws Exception {
        java();
        Path build = Files.createDirectories(folder.resolve("home/target/launch/1-1"));
        Files.writeString(build.resolve("one.jar"), "");
        Files.writeString(build.resolveSibling("current"), "1-1");

        CommandRun run = launch(Map.of("JAVA_HOME", jdk.toString(), "CDPATH", ".:" + folder));

        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(run.out()).contains("-cp " + build.resolve("one.jar") + " io.penstock.cli.Penstock demo");
    }

    @Test
    void whatIsNotBuilt_isBuilt_andThatIsToldOnce() throws Exception {
        java();
        maven();
        Path source = source("home/cli/src/main/java/Some.java");

        CommandRun first = launch(Map.of("JAVA_HOME", jdk.toString()));
        CommandRun second = launch(Map.of("JAVA_HOME", jdk.toString()));
        // An hour ahead: it is newer than the build, however fast that was.
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plus(Duration.ofHours(1))));
        CommandRun third = launch(Map.of("JAVA_HOME", jdk.toString()));

        assertThat(List.of(first.exitCode(), second.exitCode(), third.exitCode()))
                .as("%s %s %s", first, second, third)
                .containsOnly(0);
        assertThat(List.of(first.out(), second.out(), third.out()))
                .allMatch(out ->
                        out.contains("/one.jar:") && out.contains("/penstock-cli-1.jar io.penstock.cli.Penstock"));
        assertThat(first.err().lines())
                .satisfiesExactly(
                        begin -> assertThat(begin).startsWith("First run: building Penstock, which downloads"),
                        module -> assertThat(module).isEqualTo("  Penstock api (1 of 2)"),
                        module -> assertThat(module).isEqualTo("  Penstock cli (2 of 2)"),
                        end -> assertThat(end).matches("Built in \\d+ s\\."),
                        archive -> assertThat(archive).startsWith("Preparing quick starts"),
                        end -> assertThat(end).matches("Prepared in \\d+ s\\."));
        assertThat(second.err()).isEmpty();
        assertThat(third.err()).startsWith("Sources have changed: building Penstock ...\n  Penstock api (1 of 2)\n");
    }

    @Test
    void buildThatFails_saysWhy_andWhereTheRestIs() throws Exception {
        java();
        script(
                "path/mvn",
                "[ \"$1\" = --version ] && echo 'Apache Maven 3.9.6' && exit; echo '[ERROR] no room'; exit 1");

        CommandRun run = launch(Map.of("JAVA_HOME", jdk.toString()));

        assertThat(run.exitCode()).as(run.toString()).isEqualTo(1);
        assertThat(run.err())
                .contains("First run: building Penstock", "[ERROR] no room", "The build failed; all of it is in ");
        assertThat(folder.resolve("home/target/penstock-build.log")).hasContent("[ERROR] no room");
    }

    /** A Maven that makes what the launcher wants of it, and says what it builds. */
    private void maven() throws IOException {
        script("path/mvn", """
                [ "$1" = --version ] && echo 'Apache Maven 3.9.6' && exit
                echo '[INFO] Building Penstock api 1 [1/2]'
                echo '[INFO] Compiling 7 source files'
                echo '[INFO] Building Penstock cli 1 [2/2]'
                mkdir -p cli/target/lib
                touch cli/target/lib/one.jar cli/target/penstock-cli-1.jar""");
    }

    private Path source(String path) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.resolveSibling("."));
        return Files.writeString(file, "");
    }

    /** A Java that tells who it is, and else what it was called with. */
    private Path java() throws IOException {
        script("jdk/bin/javac", "");
        script(
                "jdk/bin/java",
                "case $1 in -XshowSettings*) echo '    java.home = " + jdk + "' >&2 ;; *) echo \"$@\" ;; esac");
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.9\"\n");
        return jdk.resolve("bin/java");
    }

    private void script(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private CommandRun launch(Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", "home/penstock demo")
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().keySet().removeAll(List.of("JAVA_HOME", "CDPATH", "PENSTOCK_JAVA_OPTS"));
        builder.environment()
                .put(
                        "PATH",
                        folder.resolve("path") + ":" + builder.environment().get("PATH"));
        builder.environment().putAll(environment);
        int exitCode = builder.start().waitFor();
        return new CommandRun(
                exitCode,
                Files.readString(folder.resolve("out"), UTF_8),
                Files.readString(folder.resolve("err"), UTF_8));
    }
}

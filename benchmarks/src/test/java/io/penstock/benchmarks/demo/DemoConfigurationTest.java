package io.penstock.benchmarks.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoConfigurationTest {
    private static final Path HOME = Path.of("..");
    private static final String FILE = "io/penstock/cli/demo/shop.yaml";

    @TempDir
    Path folder;

    @Test
    void shouldChangeTheIntervalAndTheName_andNothingElseOfTheDemosConfiguration() throws IOException {
        List<String> options = DemoConfiguration.committing("100ms").jvmOptions(HOME, folder);
        List<String> own =
                Files.readAllLines(HOME.resolve("cli/src/main/resources").resolve(FILE));
        List<String> changed = Files.readAllLines(folder.resolve(FILE));
        assertThat(options).containsExactly("-Xbootclasspath/a:" + folder);
        assertThat(changed).hasSameSizeAs(own).contains("commit: 100ms", "application: penstock-demo-100ms");
        assertThat(changed.stream().filter(line -> !own.contains(line))).hasSize(2);
    }

    @Test
    void shouldLeaveTheDemoAlone_whereItIsMeasuredAsItComes() throws IOException {
        assertThat(DemoConfiguration.asItComes().jvmOptions(HOME, folder)).isEmpty();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void shouldRefuseToMeasure_whatItDoesNotKnowHowToChange() throws IOException {
        Path file = folder.resolve("cli/src/main/resources").resolve(FILE);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "application: penstock-demo\ncommit: 75ms\n");
        assertThatIllegalStateException()
                .isThrownBy(() -> DemoConfiguration.committing("100ms").jvmOptions(folder, folder.resolve("changed")))
                .withMessageContaining("commit: 50ms");
    }
}

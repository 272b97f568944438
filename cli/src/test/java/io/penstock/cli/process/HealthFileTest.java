package io.penstock.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthFileTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Instant now = START;
    private Path file = Path.of("");

    @BeforeEach
    void nameFile(@TempDir Path directory) {
        file = directory.resolve("health");
    }

    @Test
    void file_isThereOnceTheProcessWorks_andGoneWhenItEnds() throws IOException {
        try (HealthFile health = open()) {
            health.report(false);
            assertThat(file).doesNotExist();

            health.report(true);
            assertThat(touched()).isEqualTo(START);
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void file_isAsOldAsTheWorkStandsStill() throws IOException {
        try (HealthFile health = open()) {
            health.report(true);
            now = START.plusSeconds(60);
            health.report(false);
            assertThat(touched()).isEqualTo(START);

            health.report(true);
            assertThat(touched()).isEqualTo(now);
        }
    }

    @Test
    void file_isTouchedNoOftenerThanNeeded() throws IOException {
        try (HealthFile health = open()) {
            health.report(true);
            now = START.plusSeconds(1);
            health.report(true);
            assertThat(touched()).isEqualTo(START);

            now = START.plusSeconds(10);
            health.report(true);
            assertThat(touched()).isEqualTo(now);
        }
    }

    @Test
    void fileOfAnEarlierProcess_saysNothing() throws IOException {
        Files.createFile(file);

        try (HealthFile health = open()) {
            health.report(false);
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void file_thatIsRemoved_comesBack() throws IOException {
        try (HealthFile health = open()) {
            health.report(true);
            Files.delete(file);
            now = START.plusSeconds(10);
            health.report(true);
            assertThat(touched()).isEqualTo(now);
        }
    }

    @Test
    void file_thatCannotBeWritten_isToldAtOnce() {
        file = file.resolve("there/is/no/such/directory");

        assertThatThrownBy(this::open)
                .isInstanceOf(CommandFailure.class)
                .hasMessageContainingAll("health file", file.toString(), "name another");
    }

    private HealthFile open() {
        return new HealthFile(file, () -> now);
    }

    private Instant touched() throws IOException {
        return Files.getLastModifiedTime(file).toInstant();
    }
}

package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.penstock.cli.process.StopSignal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import picocli.CommandLine;

/** What is rehearsed is there: else the archive of classes would lack what commands need, and nobody would notice. */
class RehearsalTest {
    @ParameterizedTest
    @FieldSource("io.penstock.cli.Rehearsal#COMMANDS")
    void command_isUnderstood(String command) {
        CommandLine penstock = Penstock.commandLine(
                CommandRun.surroundings(new ByteArrayOutputStream(), new ByteArrayOutputStream(), new StopSignal()));

        assertThatCode(() -> penstock.parseArgs(command.split(" "))).doesNotThrowAnyException();
    }

    @Test
    void launcher_hasItRehearsed() throws IOException {
        assertThat(Files.readString(Path.of("../penstock")))
                .contains("-XX:ArchiveClassesAtExit", Rehearsal.class.getName());
    }
}

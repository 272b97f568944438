package io.penstock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.cli.process.CommandFailure;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    private Path file;
    private Path part;

    @BeforeEach
    void place(@TempDir Path directory) {
        file = directory.resolve("letters.jsonl");
        part = directory.resolve("letters.jsonl.part");
    }

    @Test
    void should_be_there_when_it_is_whole() throws Exception {
        try (WholeFile out = WholeFile.begin(file, false)) {
            out.line("one");
            assertThat(file).doesNotExist();
            out.complete();
        }

        assertThat(file).hasContent("one");
        assertThat(part).doesNotExist();
    }

    @Test
    void should_leave_nothing_of_what_did_not_come_to_its_end() throws Exception {
        try (WholeFile out = WholeFile.begin(file, false)) {
            out.line("one");
        }

        assertThat(file).doesNotExist();
        assertThat(part).doesNotExist();
    }

    @Test
    void should_leave_alone_a_file_that_is_called_like_its_part() throws Exception {
        Files.writeString(part, "mine");

        for (boolean over : new boolean[] {false, true}) {
            assertThatThrownBy(() -> WholeFile.begin(file, over))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining(part + " is in the way");
        }

        assertThat(part).hasContent("mine");
        assertThat(file).doesNotExist();
    }

    @Test
    void should_have_one_writer() throws Exception {
        try (WholeFile first = WholeFile.begin(file, false)) {
            first.line("first");
            assertThatThrownBy(() -> WholeFile.begin(file, false)).hasMessageContaining("is in the way");
            first.complete();
        }

        assertThat(file).hasContent("first");
    }

    @Test
    void should_keep_what_is_whole_when_a_file_of_its_name_has_come_meanwhile() throws Exception {
        try (WholeFile out = WholeFile.begin(file, false)) {
            out.line("all of it");
            Files.writeString(file, "mine");

            assertThatThrownBy(out::complete)
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContainingAll(file.toString(), "It is in " + part)
                    .hasCauseInstanceOf(FileAlreadyExistsException.class);
        }

        assertThat(file).hasContent("mine");
        assertThat(part).hasContent("all of it");
    }

    @Test
    void should_take_the_place_of_a_file_only_if_it_may() throws Exception {
        Files.writeString(file, "old");

        assertThatThrownBy(() -> WholeFile.begin(file, false)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("old");

        try (WholeFile out = WholeFile.begin(file, true)) {
            out.line("new");
            out.complete();
        }
        assertThat(file).hasContent("new");
    }
}

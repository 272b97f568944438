package io.penstock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong before anything starts; the rest is in {@code DemoIT}. */
class DemoCommandTest {
    private final Path folder;

    DemoCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void dataInAFile_isWrongUsage() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "precious");

        refused("--data", file, "which is no folder", "--data");
        refused("--data", file.resolve("below"), "no folder can be made there", "--data");
        assertThat(file).hasContent("precious");
    }

    @Test
    void journalThatCannotBegin_isWrongUsage() {
        refused("--journal", folder, "is a folder");
        refused("--journal", folder.resolve("missing/journal.jsonl"), "in a folder that is not there");
    }

    @Test
    void fileThatIsNoJournal_isNotWrittenOver() throws IOException {
        Path file = Files.writeString(folder.resolve("notes.jsonl"), "{\"precious\":1}\n");

        refused("--journal", file, "something else than a journal");
        assertThat(file).hasContent("{\"precious\":1}");
    }

    private static void refused(String option, Path path, String... words) {
        // Should it begin after all, it is over soon.
        CommandRun run = CommandRun.of("demo", "--changes", "1", option, path.toString());

        assertThat(run.exitCode()).as(run.toString()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("penstock: ")
                .contains(path.toString())
                .contains(words)
                .hasLineCount(1);
    }
}

package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A file of more than 400 lines says at its head why it is that long. */
class SourceFilesTest {
    private static final Path ROOT = Path.of("..");
    private static final int LINES = 400;
    /** The comment of the class, which is the first one with two asterisks. */
    private static final Pattern HEAD = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);

    private static final Pattern REASON = Pattern.compile("\\b[Ll]ong(er)?\\b");

    @Test
    void longFiles_sayWhy() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            List<Path> sources = modules.map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .flatMap(SourceFilesTest::javaFiles)
                    .toList();
            assertThat(sources).hasSizeGreaterThan(1_000);
            assertThat(sources)
                    .filteredOn(file -> isTooLong(read(file)))
                    .as("more than %d lines, and no reason in the comment of the class", LINES)
                    .isEmpty();
        }
    }

    @Test
    void lengthWithoutAReason_isTooLong() {
        String body = "class It {\n" + "    // A line.\n".repeat(LINES) + "}\n";
        assertThat(isTooLong("/** It. */\n" + body)).isTrue();
        assertThat(isTooLong("/** It.\n * Long, since it is. */\n" + body)).isFalse();
        assertThat(isTooLong("class It {}\n")).isFalse();
    }

    private static boolean isTooLong(String source) {
        return source.lines().count() > LINES
                && HEAD.matcher(source)
                        .results()
                        .findFirst()
                        .map(MatchResult::group)
                        .filter(head -> REASON.matcher(head).find())
                        .isEmpty();
    }

    private static Stream<Path> javaFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

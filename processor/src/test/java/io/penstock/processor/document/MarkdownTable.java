package io.penstock.processor.document;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A table of the project's documentation, so that a test can hold it against the code. */
public final class MarkdownTable {
    private static final Path DOCS = Path.of("..", "docs");

    private MarkdownTable() {}

    /** The rows of the table that has these headings, each cell without its code marks. */
    public static List<List<String>> rows(String file, String... headings) {
        List<String> lines = lines(file);
        int head = lines.indexOf("| " + String.join(" | ", headings) + " |");
        if (head < 0) {
            throw new AssertionError("There is no such table in " + file);
        }
        return lines.subList(head + 2, lines.size()).stream()
                .takeWhile(line -> line.startsWith("|"))
                .map(MarkdownTable::cells)
                .toList();
    }

    /** The first block of a language. */
    public static String block(String file, String language) {
        List<String> lines = lines(file);
        int start = lines.indexOf("```" + language);
        return String.join(
                "\n",
                lines.subList(start + 1, lines.size()).stream()
                        .takeWhile(line -> !line.equals("```"))
                        .toList());
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.substring(2, line.length() - 2).split(" \\| ", -1))
                .map(cell -> cell.startsWith("`") && cell.endsWith("`") ? cell.substring(1, cell.length() - 1) : cell)
                .map(cell -> cell.replace("\\|", "|"))
                .toList();
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(DOCS.resolve(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

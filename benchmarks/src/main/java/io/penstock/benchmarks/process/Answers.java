package io.penstock.benchmarks.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** What a contestant answers, as JSON in a file: see {@link JavaProcess#ask}. */
public final class Answers {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Answers() {}

    /** Writes an answer, so that whoever waits for the file finds it whole. */
    public static void write(Path file, Record answer) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        JSON.writeValue(part.toFile(), answer);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Asks, and reads the answer. */
    public static <T extends Record> T ask(JavaProcess process, String question, Path directory, Class<T> form)
            throws IOException, InterruptedException {
        Path file = directory.resolve("answer-" + System.nanoTime());
        process.ask(question, file);
        try {
            return JSON.readValue(file.toFile(), form);
        } finally {
            Files.delete(file);
        }
    }
}

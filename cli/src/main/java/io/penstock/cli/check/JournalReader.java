package io.penstock.cli.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.api.Operation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads a journal back, one write at a time: a journal may be larger than the memory. It can follow a journal that is
 * being written. For use by one thread.
 */
public final class JournalReader {
    private static final int BLOCK_BYTES = 64 * 1024;

    private final ObjectMapper json = new ObjectMapper();
    private final Map<Long, Write> open = new LinkedHashMap<>();
    private final Path file;
    private long position;

    /**
     * A write and what became of it.
     *
     * @param write as it was meant
     * @param fate what became of it
     * @param by a cluster time that is not before the write's own; empty if the writer knew none
     */
    public record Journalled(Write write, Fate fate, OptionalLong by) {}

    /** A reader at the beginning of a journal. */
    public JournalReader(Path file) {
        this.file = file;
    }

    /**
     * Reads on to where the journal ends by now. Writes come in the order in which their fates were noted, so the writes
     * of one document come in their order. A last line that is not whole yet is left for the next time: what it would say
     * has not happened.
     *
     * @param sink gets the writes whose fate is known
     * @throws UncheckedIOException if the file cannot be read, or is no journal
     */
    public void readOn(Consumer<Journalled> sink) {
        try (InputStream bytes = Files.newInputStream(file)) {
            bytes.skipNBytes(position);
            byte[] block = new byte[BLOCK_BYTES];
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int length = bytes.read(block); length >= 0; length = bytes.read(block)) {
                int from = 0;
                for (int at = 0; at < length; at++) {
                    if (block[at] == '\n') {
                        line.write(block, from, at - from);
                        from = at + 1;
                        accept(line.toByteArray(), sink);
                        position += line.size() + 1;
                        line.reset();
                    }
                }
                line.write(block, from, length - from);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The journal " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The writes whose fate is not known so far, in the order in which they were meant. */
    public List<Write> open() {
        return List.copyOf(open.values());
    }

    private void accept(byte[] line, Consumer<Journalled> sink) throws IOException {
        JsonNode fields;
        try {
            fields = json.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IOException(
                    "what stands at byte %d is no JSON: %s".formatted(position, new String(line, UTF_8)), e);
        }
        long number = fields.path("write").asLong();
        if (!fields.has("fate")) {
            open.put(number, write(number, fields));
            return;
        }
        Write write = open.remove(number);
        if (write == null) {
            throw new IOException("write %d has a fate, and was never meant".formatted(number));
        }
        Fate fate = Fate.valueOf(fields.path("fate").asText().toUpperCase(Locale.ROOT));
        sink.accept(new Journalled(write, fate, number(fields, "by")));
    }

    private static Write write(long number, JsonNode line) throws IOException {
        Set<String> holds = new HashSet<>();
        line.path("holds").forEach(job -> holds.add(job.asText()));
        return new Write(
                number,
                Instant.parse(line.path("intended").asText()),
                new DocumentName(
                        line.path("collection").asText(), line.path("document").asText()),
                new Write.Change(
                        operation(line.path("operation").asText()),
                        line.path("sequence").asLong(),
                        holds),
                number(line, "transaction"),
                number(line, "after"));
    }

    private static Operation operation(String code) throws IOException {
        return Arrays.stream(Operation.values())
                .filter(operation -> operation.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IOException("no operation has the letter '" + code + "'"));
    }

    private static OptionalLong number(JsonNode line, String field) {
        JsonNode value = line.path(field);
        return value.isNumber() ? OptionalLong.of(value.asLong()) : OptionalLong.empty();
    }
}

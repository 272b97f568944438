package io.penstock.cli.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonGenerator.Feature;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A writer's record of what it wrote: JSON lines. A write has one line from before it is sent,
 *
 * <pre>{@code {"write":7,"intended":"2026-01-01T00:00:00.007Z","collection":"shop.orders","document":"\"a-1\"",
 *  "operation":"u","sequence":2,"holds":["invoice"],"transaction":3,"after":7300000000000000000}}</pre>
 *
 * and one from when its fate is known, {@code {"write":7,"fate":"acknowledged","by":7300000000000000001}}. Each line is
 * with the operating system before the next step is taken, so that the journal tells the truth whenever its writer is
 * killed: a write without a fate may be done or not. {@code after} and {@code by} are cluster times (seconds in the
 * upper half, ordinal in the lower) between which the write happened.
 *
 * <p>Threads may share one.
 */
public final class Journal implements AutoCloseable {
    private static final String NUMBER = "write";
    private final JsonFactory json = JsonFactory.builder().build().configure(Feature.AUTO_CLOSE_TARGET, false);
    private final OutputStream file;
    private final AtomicLong numbers = new AtomicLong(1);

    private Journal(OutputStream file) {
        this.file = file;
    }

    /**
     * Begins a journal; what the file held is gone.
     *
     * @throws UncheckedIOException if the file cannot be written
     */
    public static Journal create(Path file) {
        try {
            return new Journal(Files.newOutputStream(file));
        } catch (IOException e) {
            throw new UncheckedIOException("The journal " + file + " cannot be written", e);
        }
    }

    /**
     * Whether the file is a journal, or empty as one is that was just begun.
     *
     * @throws UncheckedIOException if it cannot be read
     */
    public static boolean isOne(Path file) {
        byte[] begin = ("{\"" + NUMBER + "\":").getBytes(UTF_8);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] found = in.readNBytes(begin.length);
            return found.length == 0 || Arrays.equals(found, begin);
        } catch (IOException e) {
            throw new UncheckedIOException("The journal " + file + " cannot be read", e);
        }
    }

    /** A number for the next write, which no other in this journal has. */
    public long nextNumber() {
        return numbers.getAndIncrement();
    }

    /** Notes a write, before it is sent. */
    public void intend(Write write) {
        append(line -> {
            line.writeNumberField(NUMBER, write.number());
            line.writeStringField("intended", write.intended().toString());
            line.writeStringField("collection", write.document().collection());
            line.writeStringField("document", write.document().id());
            line.writeStringField("operation", write.change().operation().code());
            line.writeNumberField("sequence", write.change().sequence());
            line.writeArrayFieldStart("holds");
            for (String job : write.change().holds()) {
                line.writeString(job);
            }
            line.writeEndArray();
            number(line, "transaction", write.transaction());
            number(line, "after", write.after());
        });
    }

    /**
     * Notes what became of a write.
     *
     * @param number the write's number
     * @param by a cluster time that is not before the write's own; empty if the writer knows none
     */
    public void ended(long number, Fate fate, OptionalLong by) {
        append(line -> {
            line.writeNumberField(NUMBER, number);
            line.writeStringField("fate", fate.text());
            number(line, "by", by);
        });
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The journal cannot be closed", e);
        }
    }

    private void append(Fields fields) {
        StringWriter text = new StringWriter(256);
        try (JsonGenerator line = json.createGenerator(text)) {
            line.writeStartObject();
            fields.write(line);
            line.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory", e);
        }
        byte[] bytes = text.append('\n').toString().getBytes(UTF_8);
        synchronized (file) {
            try {
                file.write(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException("The journal cannot be written", e);
            }
        }
    }

    private static void number(JsonGenerator line, String field, OptionalLong value) throws IOException {
        if (value.isPresent()) {
            line.writeNumberField(field, value.getAsLong());
        }
    }

    @FunctionalInterface
    private interface Fields {
        void write(JsonGenerator line) throws IOException;
    }
}

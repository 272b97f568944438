package io.penstock.processor.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.penstock.processor.dispatch.HandlerStack;
import io.penstock.processor.stream.Emission.Write;
import io.penstock.processor.task.Failure;
import io.penstock.processor.task.OriginalRecord;
import io.penstock.processor.task.Output;
import io.penstock.processor.task.Output.Tries;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.Raw;
import io.penstock.records.CommandAnswer;
import io.penstock.records.CommandJson;
import io.penstock.records.HeaderNames;
import io.penstock.records.TaskEventKind;
import io.penstock.records.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Makes records of outputs, none larger than the topics take. Threads may share one. */
final class OutputCodec {
    /** Part of a record's size that is left for its headers and the batch around it, unless those take more. */
    static final int OVERHEAD = 16 * 1024;

    /** An event has an id up to four times, and JSON takes up to six bytes for a character of it. */
    private static final int LONGEST_PARTS = 32;

    /** The most that a handler's stack takes. */
    private static final int MAX_STACK = 2 * 1024;

    /** What a batch with one record takes beside key, value and headers, and the header that says what was cut. */
    private static final int ENVELOPE = 1024;

    /** What is left of a stack's room for the name of its header. */
    private static final int STACK_HEADER = 64;

    private final Topics topics;
    private final int maxRecordBytes;
    private final JsonFactory json = new JsonFactory();

    OutputCodec(Topics topics, int maxRecordBytes) {
        this.topics = topics;
        this.maxRecordBytes = maxRecordBytes;
    }

    /**
     * The record for an output.
     *
     * @param partition in which it has come about: some outputs say so
     * @param timestamp the record's: milliseconds since 1970
     */
    Record<byte[], Emission> record(Output output, int partition, long timestamp) {
        if (output instanceof Output.Result result) {
            return result(result, timestamp);
        }
        if (output instanceof Output.LostTask lost) {
            return lostTask(lost, timestamp);
        }
        if (output instanceof Output.LostRecord lost) {
            return lostRecord(lost, timestamp);
        }
        if (output instanceof Output.Reply reply) {
            return answer(reply.answer().from(partition), timestamp);
        }
        if (output instanceof Output.JobRetired retired) {
            return retired(retired, partition, timestamp);
        }
        return event((Output.Event) output, timestamp);
    }

    /** The record with what became of a command. */
    private Record<byte[], Emission> answer(CommandAnswer answer, long timestamp) {
        byte[] key = answer.commandId().getBytes(UTF_8);
        return record(topics.commandAnswers(), key, CommandJson.write(answer), new HeaderWriter(), timestamp);
    }

    /** The record that says that a job is retired in a partition; its key is the job's name, for want of a task. */
    private Record<byte[], Emission> retired(Output.JobRetired retired, int partition, long timestamp) {
        TaskEventKind kind = TaskEventKind.JOB_RETIRED;
        byte[] value = written(generator -> {
            begin(generator, kind, retired.at(), retired.job());
            generator.writeNumberField("partition", partition);
        });
        HeaderWriter headers =
                new HeaderWriter().with(HeaderNames.EVENT, kind.text()).with(HeaderNames.JOB, retired.job());
        return record(topics.taskEvents(), retired.job().getBytes(UTF_8), value, headers, timestamp);
    }

    private Record<byte[], Emission> result(Output.Result result, long timestamp) {
        HeaderWriter headers = new HeaderWriter().task(result.task()).tries(result.tries());
        if (result.replay()) {
            headers.with(HeaderNames.REPLAY, "true");
        }
        byte[] key = taskId(result.task());
        return record(topics.results(), key, result.result().bytes(), headers, timestamp);
    }

    private Record<byte[], Emission> lostTask(Output.LostTask lost, long timestamp) {
        PendingTask task = lost.task();
        HeaderWriter headers = new HeaderWriter()
                .task(task)
                .tries(lost.tries())
                .failure(lost.failure(), lost.severity())
                .origin(task.origin());
        byte[] key = key(task);
        byte[] value = envelope(task);
        stack(lost.failure(), room(headers) - key.length - value.length)
                .ifPresent(stack -> headers.with(HeaderNames.ERROR_STACK, stack));
        return fitting(key, value, headers, timestamp);
    }

    private Record<byte[], Emission> lostRecord(Output.LostRecord lost, long timestamp) {
        OriginalRecord original = lost.original();
        HeaderWriter headers = new HeaderWriter();
        kept(original.headers())
                .filter(header -> !header.name().equals(HeaderNames.FORMAT))
                .forEach(header -> headers.with(header.name(), header.value().bytes()));
        lost.job().ifPresent(job -> headers.with(HeaderNames.JOB, job));
        headers.tries(Tries.NONE)
                .failure(lost.failure(), lost.failure().reason().severity())
                .origin(original.origin());
        byte[] value = original.value().map(Raw::bytes).orElseGet(() -> new byte[0]);
        return fitting(original.key().map(Raw::bytes).orElse(null), value, headers, timestamp);
    }

    private Record<byte[], Emission> event(Output.Event event, long timestamp) {
        PendingTask task = event.task();
        HeaderWriter headers =
                new HeaderWriter().with(HeaderNames.EVENT, event.kind().text());
        byte[] value = written(generator -> {
            begin(generator, event.kind(), event.at(), task.key().job());
            generator.writeStringField("collection", task.key().collection());
            generator.writeStringField("task_id", told(task.key().taskId()));
            generator.writeStringField("document_id", told(task.version().documentId()));
            generator.writeStringField("version", task.version().position().text());
            generator.writeStringField("shard_key", told(task.shardKey()));
            generator.writeStringField("operation", task.version().operation().code());
            if (event.severity().isPresent()) {
                generator.writeStringField("severity", event.severity().get().text());
            }
        });
        byte[] key = told(task.key().taskId()).getBytes(UTF_8);
        return record(topics.taskEvents(), key, value, headers, timestamp);
    }

    private static void begin(JsonGenerator generator, TaskEventKind kind, long at, String job) throws IOException {
        generator.writeNumberField("format", 1);
        generator.writeStringField("event", kind.text());
        generator.writeStringField("at", Instant.ofEpochMilli(at).toString());
        generator.writeStringField("job", job);
    }

    /** An id in an event: of a change that never became a task it may be of any length. */
    private String told(String id) {
        int longest = maxRecordBytes / LONGEST_PARTS;
        if (id.length() <= longest) {
            return id;
        }
        return id.substring(0, Character.isHighSurrogate(id.charAt(longest - 1)) ? longest - 1 : longest) + "…";
    }

    /** Headers of an original: they come from a connector, and there may be anything. */
    private Stream<OriginalRecord.Header> kept(List<OriginalRecord.Header> headers) {
        long size = headers.stream()
                .mapToLong(header -> header.name().length() + header.value().size())
                .sum();
        return headers.stream()
                .filter(header -> size <= maxRecordBytes / 4
                        || (header.name().equals(HeaderNames.POSITION)
                                && header.value().size() <= HeaderWriter.LONGEST_MESSAGE));
    }

    /** The dead letter, its value cut to what the topic takes, and its key, if that alone is too much. */
    private Record<byte[], Emission> fitting(
            byte @Nullable [] key, byte[] value, HeaderWriter headers, long timestamp) {
        int room = room(headers);
        if (length(key) + value.length <= room) {
            return record(topics.deadLetters(), key, value, headers, timestamp);
        }
        headers.with(HeaderNames.ORIGINAL_SIZE, Integer.toString(value.length));
        byte[] shortKey = key == null || key.length <= room / 2 ? key : Arrays.copyOf(key, room / 2);
        byte[] cut = Arrays.copyOf(value, Math.min(value.length, room - length(shortKey)));
        return record(topics.deadLetters(), shortKey, cut, headers, timestamp);
    }

    /** What a record with those headers leaves to its key and its value. */
    private int room(HeaderWriter headers) {
        return Math.max(0, maxRecordBytes - Math.max(OVERHEAD, headers.size() + ENVELOPE));
    }

    private static int length(byte @Nullable [] key) {
        return key == null ? 0 : key.length;
    }

    /** Where a handler threw, unless there is no room: a value that is cut cannot be tried again. */
    private static Optional<byte[]> stack(Failure failure, int room) {
        return room < MAX_STACK + STACK_HEADER
                ? Optional.empty()
                : failure.thrown()
                        .flatMap(thrown -> HandlerStack.of(thrown, MAX_STACK))
                        .map(stack -> stack.getBytes(UTF_8));
    }

    private static Record<byte[], Emission> record(
            String topic, byte @Nullable [] key, byte[] value, HeaderWriter headers, long timestamp) {
        return new Record<>(key, new Write(topic, Raw.of(value)), timestamp, headers.headers());
    }

    private static byte[] taskId(PendingTask task) {
        return task.key().taskId().getBytes(UTF_8);
    }

    /** The key of the record that told the change, as Debezium writes it. */
    private byte[] key(PendingTask task) {
        return written(
                generator -> generator.writeStringField("id", task.version().documentId()));
    }

    /**
     * The envelope of the change, as far as it crossed the internal topic: what tells of the document is there to the
     * byte, of the rest what names place and time. It can go through intake again.
     */
    private byte[] envelope(PendingTask task) {
        return written(generator -> {
            text(generator, "before", task.contents().before());
            text(generator, "after", task.contents().after());
            Optional<Raw> description = task.contents().updateDescription();
            if (description.isPresent()) {
                generator.writeFieldName("updateDescription");
                generator.writeRawValue(description.get().toString());
            } else {
                generator.writeNullField("updateDescription");
            }
            String collection = task.key().collection();
            int dot = collection.indexOf('.');
            generator.writeObjectFieldStart("source");
            generator.writeStringField("connector", "mongodb");
            generator.writeNumberField("ts_ms", task.version().changedAt());
            generator.writeStringField("db", collection.substring(0, dot));
            generator.writeStringField("collection", collection.substring(dot + 1));
            generator.writeEndObject();
            generator.writeStringField("op", task.version().operation().code());
            generator.writeNumberField("ts_ms", task.version().changedAt());
        });
    }

    private static void text(JsonGenerator generator, String field, Optional<Raw> text) throws IOException {
        if (text.isPresent()) {
            generator.writeStringField(field, text.get().toString());
        } else {
            generator.writeNullField(field);
        }
    }

    private byte[] written(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator generator = json.createGenerator(bytes)) {
            generator.writeStartObject();
            fields.write(generator);
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory", e);
        }
        return bytes.toByteArray();
    }

    @FunctionalInterface
    private interface Fields {
        void write(JsonGenerator generator) throws IOException;
    }
}

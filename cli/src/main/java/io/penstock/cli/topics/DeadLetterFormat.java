package io.penstock.cli.topics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.cli.terminal.Figures;
import io.penstock.cli.terminal.Printable;
import io.penstock.records.HeaderNames;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A dead letter as a block of lines, for people: what was given up, why, and what to do. */
public final class DeadLetterFormat implements RecordFormat {
    private static final int ORIGINAL_WIDTH = 300;

    /** What stands above the blocks: what their first lines hold. */
    public String heading() {
        return "%-24s  %s  %s".formatted("TIME", "SEVERITY", "REASON");
    }

    @Override
    public String format(ConsumerRecord<byte[], byte[]> record) {
        PenstockHeaders headers = PenstockHeaders.of(record.headers());
        List<String> lines = new ArrayList<>();
        lines.add(ResultFormat.TIME.format(Instant.ofEpochMilli(record.timestamp())) + "  "
                + headers.orDash(HeaderNames.SEVERITY) + "  " + headers.orDash(HeaderNames.REASON));
        task(headers).ifPresent(task -> lines.add(field("task", task)));
        error(headers).ifPresent(error -> lines.add(field("error", error)));
        headers.get(HeaderNames.ERROR_STACK)
                .ifPresent(stack -> stack.lines().forEach(line -> lines.add(stackLine(line))));
        headers.get(HeaderNames.REMEDY).ifPresent(remedy -> lines.add(field("remedy", remedy)));
        source(headers).ifPresent(source -> lines.add(field("source", source)));
        lines.add(field("original", Printable.line(original(record, headers), ORIGINAL_WIDTH)));
        return String.join(System.lineSeparator(), lines) + System.lineSeparator();
    }

    private static String field(String name, String value) {
        return "  %-9s %s".formatted(name, Printable.line(value));
    }

    /** Below the error; tabs become spaces, as all that is not to reach a terminal. */
    private static String stackLine(String line) {
        return " ".repeat(12) + (line.startsWith("\t") ? "    " : "") + Printable.line(line.strip());
    }

    private static Optional<String> task(PenstockHeaders headers) {
        Optional<String> id = headers.get(HeaderNames.TASK_ID);
        Optional<String> job = headers.get(HeaderNames.JOB);
        if (id.isEmpty() && job.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder task =
                new StringBuilder(id.orElse("-")).append(" of job ").append(job.orElse("-"));
        headers.get(HeaderNames.SHARD_KEY)
                .ifPresent(key -> task.append(", shard key ").append(key));
        headers.get(HeaderNames.ATTEMPTS)
                .ifPresent(attempts -> task.append(", attempts ").append(attempts));
        return Optional.of(task.toString());
    }

    private static Optional<String> error(PenstockHeaders headers) {
        Optional<String> type = headers.get(HeaderNames.ERROR_CLASS);
        Optional<String> message = headers.get(HeaderNames.ERROR_MESSAGE);
        return type.isPresent() && message.isPresent()
                ? Optional.of(type.get() + ": " + message.get())
                : type.or(() -> message);
    }

    private static Optional<String> source(PenstockHeaders headers) {
        return headers.get(HeaderNames.SOURCE_TOPIC).map(topic -> {
            String place = topic + ", partition " + headers.orDash(HeaderNames.SOURCE_PARTITION) + ", offset "
                    + headers.orDash(HeaderNames.SOURCE_OFFSET);
            return headers.get(HeaderNames.FIRST_SEEN)
                    .map(seen -> place + ", first seen " + seen)
                    .orElse(place);
        });
    }

    private static String original(ConsumerRecord<byte[], byte[]> record, PenstockHeaders headers) {
        if (record.value() == null) {
            return "no value";
        }
        long size = headers.get(HeaderNames.ORIGINAL_SIZE)
                .filter(value -> value.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .orElse((long) record.value().length);
        return Figures.bytes(size) + ": " + new String(record.value(), UTF_8);
    }
}

package io.penstock.cli.topics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.cli.terminal.Printable;
import io.penstock.records.HeaderNames;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A result as one row of a table, for people: when, whose, and what. */
public final class ResultFormat implements RecordFormat {
    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final String ROW = "%-24s  %-16s  %-26s  %s";

    private final int width;

    /**
     * Rows of a width.
     *
     * @param width in characters; longer ones are cut
     */
    public ResultFormat(int width) {
        this.width = width;
    }

    /** What stands above the rows. */
    public String heading() {
        return ROW.formatted("TIME", "JOB", "TASK ID", "RESULT");
    }

    @Override
    public String format(ConsumerRecord<byte[], byte[]> record) {
        PenstockHeaders headers = PenstockHeaders.of(record.headers());
        String taskId = headers.get(HeaderNames.TASK_ID).orElseGet(() -> text(record.key()));
        String row = ROW.formatted(
                TIME.format(Instant.ofEpochMilli(record.timestamp())),
                headers.orDash(HeaderNames.JOB),
                taskId,
                text(record.value()));
        return Printable.line(row, width);
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "-" : new String(bytes, UTF_8);
    }
}

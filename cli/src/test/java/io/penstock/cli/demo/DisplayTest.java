package io.penstock.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Operation;
import io.penstock.cli.check.DocumentName;
import io.penstock.cli.check.OutputRecord;
import io.penstock.cli.check.OutputRecord.Kind;
import io.penstock.cli.check.Write;
import io.penstock.cli.check.Write.Change;
import io.penstock.cli.terminal.StatusLine;
import io.penstock.processor.task.Contents;
import io.penstock.processor.task.DocumentVersion;
import io.penstock.processor.task.Origin;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.Position;
import io.penstock.processor.task.TaskKey;
import io.penstock.records.HeaderNames;
import io.penstock.records.ResumeToken;
import io.penstock.records.TaskEventKind;
import io.penstock.records.Topics;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class DisplayTest {
    private static final Topics TOPICS = new Topics("shop");
    private static final int COLUMNS = 80;
    private static final PendingTask TASK = new PendingTask(
            new TaskKey("index", "shop.orders", "1"),
            new DocumentVersion(
                    "1",
                    Operation.CREATE,
                    Position.ofToken(new ResumeToken(1, 0), Position.WRITE),
                    0,
                    Optional.empty(),
                    Optional.empty()),
            "1",
            Contents.NONE,
            new Origin("shop.shop.orders", 0, 0, 0));

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Statistics statistics = new Statistics(TOPICS);
    private final Latencies latencies = new Latencies("index", this::now);
    private long now;

    @Test
    void ofLargeFigures_everyOneIsInTheLine() {
        assertThat(shownOf(12_345, 1_000, 27_160, 27_020, 0, 131))
                .hasSizeLessThan(COLUMNS)
                .startsWith("12.3k changes 1000/s p50 110 p99 240 ms 27.1k tasks 27.0k results 0 dup 131 dea");
    }

    @Test
    void ofFiguresOfSixDigits_everyOneIsInTheLine() {
        assertThat(shownOf(123_456, 1_000, 271_604, 270_203, 125, 1_312))
                .hasSizeLessThan(COLUMNS)
                .startsWith("123k changes 1000/s p50 110 p99 240 ms 271k tasks 270k results 125 dup 1312 d");
    }

    private String shownOf(long changes, long rate, int tasks, int results, int duplicates, int deadLetters) {
        PrintStream terminal = new PrintStream(written, true, UTF_8);
        try (StatusLine line = new StatusLine(terminal, true, COLUMNS, this::now)) {
            Display display = new Display(line, statistics, latencies, this::now);
            now = 60_000;
            display.show(changes - rate);
            for (int task = 0; task < tasks; task++) {
                statistics.happened(TaskEventKind.ADMITTED, TASK);
            }
            count(results, TOPICS.results(), "");
            count(duplicates, TOPICS.taskEvents(), TaskEventKind.DUPLICATE.text());
            count(deadLetters, TOPICS.deadLetters(), "");
            ended(110);
            ended(240);
            now += 1_000;
            display.show(changes);
        }
        String all = written.toString(UTF_8);
        return all.substring(all.lastIndexOf("\u001b[K") + 3).strip();
    }

    private void count(int records, String topic, String event) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(topic, 0, 0, new byte[0], new byte[0]);
        record.headers().add(HeaderNames.EVENT, event.getBytes(UTF_8));
        for (int each = 0; each < records; each++) {
            statistics.count(record);
        }
    }

    private void ended(long millis) {
        DocumentName order = new DocumentName("shop.orders", Long.toString(millis));
        Change change = new Change(Operation.CREATE, 1, Set.of());
        Instant due = now().minusMillis(millis);
        latencies.sending(new Write(1, due, order, change, OptionalLong.empty(), OptionalLong.empty()));
        latencies.ended(new OutputRecord(Kind.RESULT, Optional.of("index"), order, Optional.empty(), "1"));
    }

    private Instant now() {
        return Instant.ofEpochMilli(now);
    }
}

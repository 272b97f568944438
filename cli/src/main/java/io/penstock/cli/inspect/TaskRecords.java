package io.penstock.cli.inspect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.cli.process.CommandFailure;
import io.penstock.cli.process.StopSignal;
import io.penstock.cli.topics.Extent;
import io.penstock.cli.topics.JsonFormat;
import io.penstock.cli.topics.KafkaAccess;
import io.penstock.cli.topics.PenstockHeaders;
import io.penstock.cli.topics.RecordReader;
import io.penstock.records.HeaderNames;
import io.penstock.records.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What the output topics tell of one task: reads them from their beginning, on behalf of nobody. */
public final class TaskRecords {
    private final RecordReader reader;

    /**
     * One thing that happened.
     *
     * @param at milliseconds since 1970
     * @param text for people
     * @param json the record, for programs
     */
    public record Entry(long at, String text, String json) {
        /** When, in UTC. */
        public String time() {
            return Instant.ofEpochMilli(at).toString();
        }
    }

    public TaskRecords(KafkaAccess kafka, StopSignal stop) {
        this.reader = new RecordReader(kafka, stop);
    }

    /**
     * What happened, in the order of time.
     *
     * @param job of this job; empty: of all
     * @throws CommandFailure if Kafka does not answer
     */
    public List<Entry> of(Topics topics, String taskId, Optional<String> job) {
        List<Entry> entries = new ArrayList<>();
        for (String topic : List.of(topics.taskEvents(), topics.results(), topics.deadLetters())) {
            reader.read(topic, Extent.WHAT_IS_THERE, record -> {
                PenstockHeaders headers = PenstockHeaders.of(record.headers());
                boolean wanted =
                        headers.get(HeaderNames.TASK_ID).filter(taskId::equals).isPresent()
                                && job.map(name -> headers.get(HeaderNames.JOB).equals(Optional.of(name)))
                                        .orElse(true);
                if (wanted) {
                    entries.add(entry(record, headers, topic.equals(topics.results())));
                }
                return true;
            });
        }
        entries.sort(Comparator.comparingLong(Entry::at));
        return entries;
    }

    private static Entry entry(ConsumerRecord<byte[], byte[]> record, PenstockHeaders headers, boolean result) {
        String what = headers.get(HeaderNames.EVENT)
                .or(() -> headers.get(HeaderNames.REASON)
                        .map(reason -> "dead letter, " + reason + ": "
                                + headers.orDash(HeaderNames.ERROR_MESSAGE) + " What to do: "
                                + headers.orDash(HeaderNames.REMEDY)))
                .orElse(result ? "result" : "-");
        String value = result && record.value() != null ? " " + new String(record.value(), UTF_8) : "";
        return new Entry(
                record.timestamp(),
                headers.orDash(HeaderNames.JOB) + "  " + headers.orDash(HeaderNames.VERSION) + "  " + what + value,
                new JsonFormat().format(record));
    }
}

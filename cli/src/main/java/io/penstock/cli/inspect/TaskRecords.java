package io.penstock.cli.inspect;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.penstock.cli.process.CommandFailure;
import io.penstock.cli.process.StopSignal;
import io.penstock.cli.topics.JsonFormat;
import io.penstock.cli.topics.KafkaAccess;
import io.penstock.cli.topics.PenstockHeaders;
import io.penstock.cli.topics.RecordReader;
import io.penstock.cli.topics.RecordReader.Section;
import io.penstock.records.HeaderNames;
import io.penstock.records.Topics;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What the output topics tell of one task: reads them on behalf of nobody, and only where the task can be. */
public final class TaskRecords {
    private final ObjectMapper json = new ObjectMapper();
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
     * What was found.
     *
     * @param entries what happened, in the order of time
     * @param whole whether all was looked through that is there
     */
    public record Story(List<Entry> entries, boolean whole) {
        public Story {
            entries = List.copyOf(entries);
        }
    }

    /**
     * What is looked for.
     *
     * @param job of this job; empty: of all
     * @param documents the task's documents, by their ids as JSON; empty: they are not known, and so neither where their
     *     dead letters are
     * @param reach how many records of each partition are looked through, the newest ones
     */
    public record Wanted(String taskId, Optional<String> job, Set<String> documents, long reach) {
        public Wanted {
            documents = Set.copyOf(documents);
        }
    }

    /**
     * Looks for it: results and task events have the task id for their key, dead letters that of the record with the change.
     *
     * @throws CommandFailure if Kafka does not answer
     */
    public Story of(Topics topics, Wanted wanted) {
        List<Entry> entries = new ArrayList<>();
        List<Entry> outcomes = new ArrayList<>();
        List<Section> sections = List.of(
                new Section(topics.taskEvents(), Set.of(wanted.taskId())),
                new Section(topics.results(), Set.of(wanted.taskId())),
                new Section(topics.deadLetters(), changeKeys(wanted.documents())));
        boolean whole = reader.readNewest(sections, wanted.reach(), record -> {
            if (record.topic().equals(topics.taskEvents())) {
                event(record, wanted).ifPresent(entries::add);
            } else {
                outcome(record, wanted, record.topic().equals(topics.results())).ifPresent(outcomes::add);
            }
        });
        // An outcome has the time of the event that tells of it, and stands behind it.
        entries.addAll(outcomes);
        entries.sort(Comparator.comparingLong(Entry::at));
        return new Story(entries, whole);
    }

    private static Set<String> changeKeys(Set<String> documents) {
        return documents.stream()
                .map(document -> JsonNodeFactory.instance
                        .objectNode()
                        .put("id", document)
                        .toString())
                .collect(Collectors.toSet());
    }

    private Optional<Entry> event(ConsumerRecord<byte[], byte[]> record, Wanted wanted) {
        // Most are of others: only those that have its key are read.
        if (record.key() == null || !wanted.taskId().equals(new String(record.key(), UTF_8))) {
            return Optional.empty();
        }
        JsonNode event = parsed(record);
        boolean fits = event.path("task_id").asText().equals(wanted.taskId())
                && wanted.job().map(event.path("job").asText()::equals).orElse(true);
        return fits
                ? Optional.of(entry(
                        record,
                        event.path("job").asText(),
                        event.path("version").asText(),
                        event.path("event").asText() + severity(event)))
                : Optional.empty();
    }

    /** Only of what has failed. */
    private static String severity(JsonNode event) {
        String severity = event.path("severity").asText();
        return severity.isEmpty() ? "" : " (" + severity + ")";
    }

    private Optional<Entry> outcome(ConsumerRecord<byte[], byte[]> record, Wanted wanted, boolean result) {
        PenstockHeaders headers = PenstockHeaders.of(record.headers());
        boolean fits =
                headers.get(HeaderNames.TASK_ID).filter(wanted.taskId()::equals).isPresent()
                        && wanted.job()
                                .map(name -> headers.get(HeaderNames.JOB).equals(Optional.of(name)))
                                .orElse(true);
        if (!fits) {
            return Optional.empty();
        }
        String what = result
                ? "result " + (record.value() == null ? "" : new String(record.value(), UTF_8))
                : "dead letter, " + headers.orDash(HeaderNames.REASON) + ": "
                        + sentence(headers.orDash(HeaderNames.ERROR_MESSAGE)) + " What to do: "
                        + headers.orDash(HeaderNames.REMEDY);
        return Optional.of(entry(record, headers.orDash(HeaderNames.JOB), headers.orDash(HeaderNames.VERSION), what));
    }

    private static String sentence(String message) {
        return message.matches("(?s).*[.!?:;]\\s*") ? message : message + ".";
    }

    private static Entry entry(ConsumerRecord<byte[], byte[]> record, String job, String version, String what) {
        return new Entry(record.timestamp(), job + "  " + version + "  " + what, new JsonFormat().format(record));
    }

    private JsonNode parsed(ConsumerRecord<byte[], byte[]> record) {
        try {
            return json.readTree(record.value());
        } catch (IOException | IllegalArgumentException none) {
            return json.missingNode();
        }
    }
}

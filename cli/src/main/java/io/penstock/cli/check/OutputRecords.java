package io.penstock.cli.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.api.Operation;
import io.penstock.cli.check.OutputRecord.Kind;
import io.penstock.records.EnumText;
import io.penstock.records.HeaderNames;
import io.penstock.records.TaskEventKind;
import io.penstock.records.Topics;
import java.io.IOException;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Understands the records of the output topics. Threads may share one. */
public final class OutputRecords {
    private final ObjectMapper json = new ObjectMapper();
    private final Topics topics;
    private final String changesPrefix;

    /**
     * @param topics the names of the output topics
     * @param sourcePrefix first part of the names of the topics with changes
     */
    public OutputRecords(Topics topics, String sourcePrefix) {
        this.topics = topics;
        this.changesPrefix = Topics.changes(sourcePrefix, "");
    }

    /** What the record tells; empty if it says nothing of a change's end. */
    public Optional<OutputRecord> read(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(topics.taskEvents())) {
            return event(record);
        }
        if (record.topic().equals(topics.results())) {
            return Optional.of(ofTask(Kind.RESULT, record));
        }
        if (record.topic().equals(topics.deadLetters())) {
            boolean task = text(record, HeaderNames.VERSION).isPresent();
            return task ? Optional.of(ofTask(Kind.DEAD_LETTER, record)) : ofChange(record);
        }
        return Optional.empty();
    }

    /** The value of a record as JSON; a missing node if it is none. */
    JsonNode value(ConsumerRecord<byte[], byte[]> record) {
        return parse(record.value());
    }

    private Optional<OutputRecord> event(ConsumerRecord<byte[], byte[]> record) {
        String event = text(record, HeaderNames.EVENT).orElse("");
        return EnumText.parse(TaskEventKind.class, event)
                .flatMap(OutputRecords::kind)
                .map(kind -> {
                    JsonNode value = value(record);
                    return new OutputRecord(
                            kind,
                            Optional.of(value.path("job").asText()),
                            new DocumentName(
                                    value.path("collection").asText(),
                                    value.path("document_id").asText()),
                            Version.parse(value.path("version").asText()),
                            OutputRecord.FIRST_ROUND);
                });
    }

    /** What is told beside a result or a dead letter says nothing that these do not say themselves. */
    private static Optional<Kind> kind(TaskEventKind kind) {
        return switch (kind) {
            case DUPLICATE -> Optional.of(Kind.DUPLICATE);
            case STALE -> Optional.of(Kind.STALE);
            case UNCHANGED, SUPERSEDED, SETTLED, SEEDED, CANCELLED -> Optional.of(Kind.TOLD);
            default -> Optional.empty();
        };
    }

    private static OutputRecord ofTask(Kind kind, ConsumerRecord<byte[], byte[]> record) {
        return new OutputRecord(
                kind,
                text(record, HeaderNames.JOB),
                new DocumentName(
                        text(record, HeaderNames.COLLECTION).orElse(""),
                        text(record, HeaderNames.DOCUMENT_ID).orElse("")),
                text(record, HeaderNames.VERSION).flatMap(Version::parse),
                text(record, HeaderNames.ROUND).orElse(OutputRecord.FIRST_ROUND));
    }

    /** A change that never became a task: the dead letter is the change's record itself, with its own key. */
    private Optional<OutputRecord> ofChange(ConsumerRecord<byte[], byte[]> record) {
        String topic = text(record, HeaderNames.SOURCE_TOPIC).orElse("");
        if (!topic.startsWith(changesPrefix)) {
            return Optional.empty();
        }
        boolean read = value(record).path("op").asText().equals(Operation.READ.code());
        Header position = record.headers().lastHeader(HeaderNames.POSITION);
        return Optional.of(new OutputRecord(
                Kind.GIVEN_UP,
                text(record, HeaderNames.JOB),
                new DocumentName(
                        topic.substring(changesPrefix.length()),
                        parse(record.key()).path("id").asText()),
                position == null ? Optional.empty() : Version.ofPosition(position.value(), read),
                text(record, HeaderNames.SOURCE_PARTITION).orElse("") + "-"
                        + text(record, HeaderNames.SOURCE_OFFSET).orElse("")));
    }

    private JsonNode parse(byte @Nullable [] text) {
        if (text == null) {
            return json.missingNode();
        }
        try {
            return json.readTree(text);
        } catch (IOException noJson) {
            return json.missingNode();
        }
    }

    private static Optional<String> text(ConsumerRecord<byte[], byte[]> record, String name) {
        @Nullable Header header = record.headers().lastHeader(name);
        return header == null ? Optional.empty() : Optional.of(new String(header.value(), UTF_8));
    }
}

package io.penstock.cli.operate;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.records.Command;
import io.penstock.records.Command.GivenUp;
import io.penstock.records.DeadLetterReason;
import io.penstock.records.HeaderNames;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A dead letter, with what is needed to try again what it tells of.
 *
 * @param record as it was read
 */
public record DeadLetter(ConsumerRecord<byte[], byte[]> record) {
    /** What a document may have, a dead letter may carry: the topic bounds its size. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .build();
    /** Penstock's headers that a record had before it was given up. */
    private static final Set<String> ITS_OWN = Set.of(HeaderNames.POSITION);

    /** The value of a header. */
    public Optional<String> header(String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), UTF_8));
    }

    /** Whether it tells of a task, and not of a record that never became one. */
    public boolean isTask() {
        return header(HeaderNames.TASK_ID).isPresent()
                && header(HeaderNames.VERSION).isPresent();
    }

    /** Whether it can be tried again at all; a command that could not be read cannot. */
    public boolean canBeRetried() {
        boolean known = header(HeaderNames.SOURCE_TOPIC).isPresent()
                && header(HeaderNames.SOURCE_PARTITION)
                        .filter(text -> text.matches("\\d{1,9}"))
                        .isPresent();
        boolean command = header(HeaderNames.REASON)
                .filter(DeadLetterReason.NOT_A_COMMAND.text()::equals)
                .isPresent();
        return known && !command;
    }

    /** Whether its value was cut, since the topic does not take all of it. */
    public boolean isCut() {
        return header(HeaderNames.ORIGINAL_SIZE).isPresent();
    }

    /** What it tells of: only the newest of those that tell of the same is of use. */
    public String subject() {
        if (isTask()) {
            return String.join(
                    "\0",
                    orEmpty(HeaderNames.JOB),
                    orEmpty(HeaderNames.COLLECTION),
                    orEmpty(HeaderNames.TASK_ID),
                    orEmpty(HeaderNames.DOCUMENT_ID));
        }
        // A change that never got onto its topic has no place there: each such letter tells of another change.
        return header(HeaderNames.SOURCE_OFFSET)
                .map(offset -> String.join(
                        "\0", orEmpty(HeaderNames.SOURCE_TOPIC), orEmpty(HeaderNames.SOURCE_PARTITION), offset))
                .orElseGet(() -> String.join(
                        "\0", record.topic(), Integer.toString(record.partition()), Long.toString(record.offset())));
    }

    /** Text that sorts those that tell of the same, the newest last. */
    public String age() {
        return orEmpty(HeaderNames.VERSION) + "\0%09d".formatted(number(HeaderNames.ROUND, 1));
    }

    /** The partition in which the change was read. */
    public int sourcePartition() {
        return number(HeaderNames.SOURCE_PARTITION, 0);
    }

    /**
     * What it tells of, for a command.
     *
     * @return empty if it is none that Penstock has written
     */
    public Optional<GivenUp> task() {
        try {
            // To be discarded a task needs no contents; and what was cut is none.
            JsonNode envelope = isCut() ? JSON.createObjectNode() : JSON.readTree(record.value());
            JsonNode description = envelope.path("updateDescription");
            return Optional.of(new GivenUp(
                    orEmpty(HeaderNames.JOB),
                    orEmpty(HeaderNames.COLLECTION),
                    orEmpty(HeaderNames.TASK_ID),
                    new Command.Version(
                            orEmpty(HeaderNames.DOCUMENT_ID),
                            orEmpty(HeaderNames.VERSION),
                            orEmpty(HeaderNames.OPERATION),
                            time(HeaderNames.CHANGED_AT)),
                    orEmpty(HeaderNames.SHARD_KEY),
                    new Command.Tries(
                            number(HeaderNames.ROUND, 1),
                            number(HeaderNames.ATTEMPTS, 0),
                            header(HeaderNames.PURPOSE)
                                    .filter("compensate"::equals)
                                    .isPresent()),
                    new Command.Contents(
                            Optional.ofNullable(envelope.path("after").textValue()),
                            Optional.ofNullable(envelope.path("before").textValue()),
                            description.isObject() ? Optional.of(text(description)) : Optional.empty()),
                    new Command.Source(
                            orEmpty(HeaderNames.SOURCE_TOPIC),
                            sourcePartition(),
                            Long.parseLong(orEmpty(HeaderNames.SOURCE_OFFSET)),
                            time(HeaderNames.FIRST_SEEN))));
        } catch (IOException | RuntimeException notOurs) {
            return Optional.empty();
        }
    }

    /** The record that never became a task, for its topic. */
    public ProducerRecord<byte[], byte[]> original() {
        RecordHeaders headers = new RecordHeaders();
        for (Header header : record.headers()) {
            if (!header.key().startsWith(HeaderNames.PREFIX) || ITS_OWN.contains(header.key())) {
                headers.add(header);
            }
        }
        return new ProducerRecord<>(
                orEmpty(HeaderNames.SOURCE_TOPIC), sourcePartition(), null, record.key(), record.value(), headers);
    }

    private static String text(JsonNode node) throws JsonProcessingException {
        return JSON.writeValueAsString(node);
    }

    private String orEmpty(String name) {
        return header(name).orElse("");
    }

    private int number(String name, int otherwise) {
        return header(name)
                .filter(text -> text.matches("\\d{1,9}"))
                .map(Integer::parseInt)
                .orElse(otherwise);
    }

    private long time(String name) {
        return Instant.parse(orEmpty(name)).toEpochMilli();
    }
}

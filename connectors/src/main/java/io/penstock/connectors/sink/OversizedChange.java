package io.penstock.connectors.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.connectors.sink.Batch.Outgoing;
import io.penstock.records.DeadLetterReason;
import io.penstock.records.HeaderNames;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Makes a dead letter of a change that is larger than its topic takes: its key and headers, and as much of its value as
 * fits, cut between characters.
 *
 * @param topic the topic of the dead letters
 * @param prefix first part of the names of the topics with changes
 * @param maxRecordBytes the most that a record may have in key, value and headers together
 * @param clock says when the change was seen
 */
record OversizedChange(String topic, String prefix, int maxRecordBytes, InstantSource clock) {
    private static final String FORMAT = "1";
    private static final DeadLetterReason REASON = DeadLetterReason.CHANGE_TOO_LARGE;
    /** What an id may take of the headers: a document's id may be a whole document. */
    private static final int LONGEST_ID = 1024;

    boolean concerns(ProducerRecord<byte[], byte[]> record) {
        return RecordSize.of(record) > maxRecordBytes;
    }

    /** The change with its dead letter, which is sent in its place. */
    Outgoing inPlaceOf(EngineRecord change, ProducerRecord<byte[], byte[]> record) {
        return new Outgoing(change, record, Optional.of(deadLetter(change, record)));
    }

    ProducerRecord<byte[], byte[]> deadLetter(EngineRecord change, ProducerRecord<byte[], byte[]> record) {
        int size = RecordSize.of(record);
        RecordHeaders headers = RecordSize.of(record.headers()) <= maxRecordBytes / 4
                ? new RecordHeaders(record.headers())
                : new RecordHeaders();
        put(headers, HeaderNames.FORMAT, FORMAT);
        put(headers, HeaderNames.REASON, REASON.text());
        put(headers, HeaderNames.KIND, REASON.kind().text());
        put(headers, HeaderNames.SEVERITY, REASON.severity().text());
        put(headers, HeaderNames.REMEDY, REASON.remedy());
        put(headers, HeaderNames.ERROR_CLASS, RecordTooLargeException.class.getName());
        put(
                headers,
                HeaderNames.ERROR_MESSAGE,
                "The change has " + size + " bytes; topics.max-record-bytes allows " + maxRecordBytes + ".");
        put(headers, HeaderNames.COLLECTION, change.collection().orElseGet(() -> inTopic(record.topic())));
        put(headers, HeaderNames.SOURCE_TOPIC, record.topic());
        // It never got onto its topic, so there is neither partition nor offset, and nobody has tried anything with it.
        put(headers, HeaderNames.ATTEMPTS, "0");
        put(headers, HeaderNames.ROUND, "1");
        put(headers, HeaderNames.ORIGINAL_SIZE, Integer.toString(size));
        put(headers, HeaderNames.FIRST_SEEN, clock.instant().toString());
        change.changedAt().map(Instant::toString).ifPresent(at -> put(headers, HeaderNames.CHANGED_AT, at));
        change.documentId()
                .filter(id -> id.length() <= LONGEST_ID)
                .ifPresent(id -> put(headers, HeaderNames.DOCUMENT_ID, id));
        int room = maxRecordBytes - RecordSize.of(headers);
        byte[] key = cut(record.key(), room / 2);
        byte[] value = cut(record.value(), room - key.length);
        return new ProducerRecord<>(topic, null, record.timestamp(), key, value, headers);
    }

    /** Of what says nothing of its source, as what follows a delete. Signs that Kafka takes in no name are underscores there. */
    private String inTopic(String name) {
        return name.replaceFirst("^" + Pattern.quote(prefix + "."), "");
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }

    private static byte[] cut(byte[] text, int room) {
        if (text == null) {
            return new byte[0];
        }
        int end = Math.max(0, Math.min(room, text.length));
        while (end > 0 && end < text.length && isContinuation(text[end])) {
            end--;
        }
        return Arrays.copyOf(text, end);
    }

    private static boolean isContinuation(byte utf8) {
        return (utf8 & 0xC0) == 0x80;
    }
}

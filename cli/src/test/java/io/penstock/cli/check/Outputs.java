package io.penstock.cli.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.records.HeaderNames;
import io.penstock.records.PositionHeader;
import io.penstock.records.TaskEventKind;
import io.penstock.records.Topics;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Makes records as they stand in the output topics. */
final class Outputs {
    static final Topics TOPICS = new Topics("test");
    static final String PREFIX = "source";

    private final Map<String, Long> offsets = new HashMap<>();

    /** A change's version at a cluster time, the second of its transaction if {@code index} is 1. */
    static String version(long time, int index) {
        return HexFormat.of().toHexDigits(time) + ".1." + HexFormat.of().toHexDigits(index, 8) + ".2";
    }

    static String version(long time) {
        return version(time, 0);
    }

    /** The version of a snapshot's read. */
    static String read(long time) {
        return HexFormat.of().toHexDigits(time) + ".0.00000000.0";
    }

    ConsumerRecord<byte[], byte[]> result(String job, DocumentName document, String version, long sequence) {
        return record(TOPICS.results(), document.id(), "{\"sequence\":" + sequence + "}", task(job, document, version));
    }

    ConsumerRecord<byte[], byte[]> deadLetter(String job, DocumentName document, String version) {
        Headers headers = task(job, document, version);
        put(headers, HeaderNames.REASON, "rejected");
        return record(TOPICS.deadLetters(), document.id(), "{}", headers);
    }

    ConsumerRecord<byte[], byte[]> event(TaskEventKind kind, String job, DocumentName document, String version) {
        Headers headers = new RecordHeaders();
        put(headers, HeaderNames.EVENT, kind.text());
        String value = """
                {"format":1,"event":"%s","job":"%s","collection":"%s","task_id":"x","document_id":%s,"version":"%s"}""".formatted(kind.text(), job, document.collection(), quoted(document.id()), version);
        return record(TOPICS.taskEvents(), document.id(), value, headers);
    }

    /** A change that never became a task, at an offset of its own topic. */
    ConsumerRecord<byte[], byte[]> givenUp(Optional<String> job, DocumentName document, long time, long offset) {
        Headers headers = new RecordHeaders();
        // Seconds and ordinal, version 1, kind 128, index 0, not from an invalidate.
        String token = "82" + HexFormat.of().toHexDigits(time) + "2B022C01002929";
        headers.add(HeaderNames.POSITION, PositionHeader.encode(token));
        job.ifPresent(name -> put(headers, HeaderNames.JOB, name));
        put(headers, HeaderNames.SOURCE_TOPIC, Topics.changes(PREFIX, document.collection()));
        put(headers, HeaderNames.SOURCE_PARTITION, "0");
        put(headers, HeaderNames.SOURCE_OFFSET, Long.toString(offset));
        return record(TOPICS.deadLetters(), "{\"id\":" + quoted(document.id()) + "}", "{\"op\":\"u\"}", headers);
    }

    private static Headers task(String job, DocumentName document, String version) {
        Headers headers = new RecordHeaders();
        put(headers, HeaderNames.JOB, job);
        put(headers, HeaderNames.COLLECTION, document.collection());
        put(headers, HeaderNames.DOCUMENT_ID, document.id());
        put(headers, HeaderNames.VERSION, version);
        put(headers, HeaderNames.ROUND, "1");
        return headers;
    }

    private ConsumerRecord<byte[], byte[]> record(String topic, String key, String value, Headers headers) {
        long offset = offsets.merge(topic, 1L, Long::sum) - 1;
        byte[] keyBytes = key.getBytes(UTF_8);
        byte[] valueBytes = value.getBytes(UTF_8);
        return new ConsumerRecord<>(
                topic,
                0,
                offset,
                0L,
                TimestampType.CREATE_TIME,
                keyBytes.length,
                valueBytes.length,
                keyBytes,
                valueBytes,
                headers,
                Optional.empty());
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }

    private static String quoted(String id) {
        return "\"" + id.replace("\"", "\\\"") + "\"";
    }
}

package io.penstock.cli.topics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.records.DeadLetterReason;
import io.penstock.records.HeaderNames;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Records as they lie on the topics. */
final class Records {
    static final Instant TIME = Instant.parse("2026-11-23T23:16:55.123Z");

    private Records() {}

    static ConsumerRecord<byte[], byte[]> record(String key, byte[] value, Map<String, String> headers) {
        Headers kafkaHeaders = new RecordHeaders();
        headers.forEach((name, text) -> kafkaHeaders.add(name, text.getBytes(UTF_8)));
        return new ConsumerRecord<>(
                "topic",
                2,
                7,
                TIME.toEpochMilli(),
                TimestampType.CREATE_TIME,
                key.length(),
                value.length,
                key.getBytes(UTF_8),
                value,
                kafkaHeaders,
                Optional.empty());
    }

    static ConsumerRecord<byte[], byte[]> result(String value) {
        return record(
                "o-1",
                value.getBytes(UTF_8),
                Map.of(HeaderNames.JOB, "invoice", HeaderNames.TASK_ID, "o-1", HeaderNames.ATTEMPTS, "1"));
    }

    static ConsumerRecord<byte[], byte[]> deadLetter(byte[] value) {
        DeadLetterReason reason = DeadLetterReason.HANDLER_FAILED;
        return record(
                "{\"id\":\"o-1\"}",
                value,
                Map.ofEntries(
                        Map.entry(HeaderNames.REASON, reason.text()),
                        Map.entry(HeaderNames.SEVERITY, reason.severity().text()),
                        Map.entry(HeaderNames.REMEDY, reason.remedy()),
                        Map.entry(HeaderNames.JOB, "invoice"),
                        Map.entry(HeaderNames.TASK_ID, "o-1"),
                        Map.entry(HeaderNames.ATTEMPTS, "3"),
                        Map.entry(HeaderNames.ERROR_CLASS, "java.lang.IllegalStateException"),
                        Map.entry(HeaderNames.ERROR_MESSAGE, "no price\u001b[2J"),
                        Map.entry(
                                HeaderNames.ERROR_STACK,
                                "java.lang.IllegalStateException: no price\n\tat shop.Invoice.price(Invoice.java:7\u001b[2J)"),
                        Map.entry(HeaderNames.SOURCE_TOPIC, "penstock.shop.orders"),
                        Map.entry(HeaderNames.SOURCE_PARTITION, "1"),
                        Map.entry(HeaderNames.SOURCE_OFFSET, "42"),
                        Map.entry("traceparent", "00-ab-cd-01")));
    }
}

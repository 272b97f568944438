package io.penstock.connectors.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** How large a record is, as {@code topics.max-record-bytes} counts: key, value and headers together, in bytes. */
final class RecordSize {
    /**
     * What a batch with one record takes beside key, value and headers: 61 bytes for the batch (KIP-98), at most 21 for
     * the record, at most 10 for each of its headers, of which there are never many.
     */
    static final int ENVELOPE = 1024;

    private RecordSize() {}

    static int of(ProducerRecord<byte[], byte[]> record) {
        return length(record.key()) + length(record.value()) + of(record.headers());
    }

    static int of(Headers headers) {
        int size = 0;
        for (Header header : headers) {
            size += header.key().getBytes(UTF_8).length + length(header.value());
        }
        return size;
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}

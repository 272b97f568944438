package io.penstock.processor.stream;

import io.penstock.processor.task.Origin;
import io.penstock.processor.task.OriginalRecord;
import io.penstock.processor.task.Raw;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Records as they were read. */
final class Originals {
    private Originals() {}

    static OriginalRecord of(byte @Nullable [] key, byte @Nullable [] value, Headers headers, Origin origin) {
        List<OriginalRecord.Header> copied = new ArrayList<>();
        for (Header header : headers) {
            byte[] bytes = header.value();
            copied.add(new OriginalRecord.Header(header.key(), Raw.of(bytes == null ? new byte[0] : bytes)));
        }
        return new OriginalRecord(
                Optional.ofNullable(key).map(Raw::of),
                Optional.ofNullable(value).map(Raw::of),
                copied,
                origin);
    }
}

package io.penstock.processor.task;

import java.util.List;
import java.util.Optional;

/**
 * A record of a topic with changes, as it was read.
 *
 * @param key the key's bytes
 * @param value the value's bytes
 * @param headers all headers, in order
 * @param origin where it was read
 */
public record OriginalRecord(Optional<Raw> key, Optional<Raw> value, List<Header> headers, Origin origin) {
    /**
     * One header.
     *
     * @param name its name
     * @param value its bytes
     */
    public record Header(String name, Raw value) {}

    public OriginalRecord {
        headers = List.copyOf(headers);
    }
}

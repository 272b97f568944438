package io.penstock.cli.topics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.records.HeaderNames;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The headers of a record that Penstock wrote.
 *
 * @param own Penstock's, by name
 * @param others the original's, by name
 */
public record PenstockHeaders(Map<String, String> own, Map<String, String> others) {
    /** Takes the headers of a record; of several of one name the last one counts. */
    public static PenstockHeaders of(Headers headers) {
        Map<String, String> own = new LinkedHashMap<>();
        Map<String, String> others = new LinkedHashMap<>();
        for (Header header : headers) {
            String value = header.value() == null ? "" : new String(header.value(), UTF_8);
            (header.key().startsWith(HeaderNames.PREFIX) ? own : others).put(header.key(), value);
        }
        return new PenstockHeaders(own, others);
    }

    public Optional<String> get(String name) {
        return Optional.ofNullable(own.get(name));
    }

    /** The header, or a dash. */
    public String orDash(String name) {
        return get(name).filter(value -> !value.isEmpty()).orElse("-");
    }
}

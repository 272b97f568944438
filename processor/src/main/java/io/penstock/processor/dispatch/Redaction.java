package io.penstock.processor.dispatch;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.penstock.settings.JobSettings.HttpEndpoint;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Takes out of a text what an endpoint was sent in confidence and may send back: the values of headers and the address's
 * query, whole or word by word, plain or as JSON writes them. Threads may share one.
 */
final class Redaction {
    /** Anything shorter is no secret, and replacing it would take half of each text away. */
    private static final int SHORTEST = 4;

    private static final String INSTEAD = "***";

    private final List<String> secrets;

    Redaction(HttpEndpoint endpoint) {
        Stream<String> query = Stream.of(
                        endpoint.url().getRawQuery(), endpoint.url().getQuery())
                .flatMap(text -> Optional.ofNullable(text).stream())
                .flatMap(text -> Stream.concat(
                        Stream.of(text), Stream.of(text.split("&", -1)).map(pair -> pair.replaceFirst("^[^=]*=", ""))));
        Stream<String> headers = endpoint.headers().values().stream()
                .flatMap(value -> Stream.concat(Stream.of(value), Stream.of(value.split("\\s+", -1))));
        this.secrets = Stream.concat(query, headers)
                .flatMap(text -> Stream.of(
                        text, new String(JsonStringEncoder.getInstance().quoteAsString(text))))
                .filter(text -> text.length() >= SHORTEST)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** The text without them. */
    String of(String text) {
        String redacted = text;
        for (String secret : secrets) {
            redacted = redacted.replace(secret, INSTEAD);
        }
        return redacted;
    }
}

package io.penstock.signals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.settings.SignalOrigin.Figure;
import io.penstock.settings.SignalOrigin.Meaning;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the numbers that somebody else has written into JSON. One that cannot be a latency spoils all of them: where one is
 * wrong, the others may be too.
 *
 * @param figure where they stand, and what they are
 */
record FigureReader(Figure figure) {
    /** The most that is read at once, in bytes. */
    static final int MOST_BYTES = 64 << 10;

    private static final int MOST_NUMBERS = 10_000;
    private static final long LONGEST = Duration.ofDays(1).toNanos();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * Reads, and tells.
     *
     * @param what it is, to go at the beginning of a sentence: {@code a record of the topic x}
     */
    void tell(byte[] json, String what, PeriodicSource.Telling to) throws UnreadableException {
        for (long nanos : nanos(json, what)) {
            if (figure.meaning() == Meaning.LATENCY) {
                to.latency(nanos);
            } else {
                to.reading(nanos);
            }
        }
    }

    private List<Long> nanos(byte[] json, String what) throws UnreadableException {
        JsonNode value = parse(json, what).at(figure.value());
        List<Long> numbers = new ArrayList<>();
        if (value.isArray() && value.size() <= MOST_NUMBERS) {
            for (JsonNode element : value) {
                numbers.add(nanos(element, what));
            }
        } else {
            numbers.add(nanos(value, what));
        }
        return numbers;
    }

    private static JsonNode parse(byte[] json, String what) throws UnreadableException {
        if (json.length > MOST_BYTES) {
            throw new UnreadableException(
                    what + " is too large", "It has more than " + MOST_BYTES + " bytes, and none of it was looked at");
        }
        try {
            return JSON.readTree(json);
        } catch (IOException malformed) {
            // What the parser says of it shows a part of it.
            throw new UnreadableException(what + " is no JSON", "It is to be an object such as {\"latency\": 12.5}");
        }
    }

    private long nanos(JsonNode number, String what) throws UnreadableException {
        double nanos = number.isNumber() ? number.asDouble() * figure.unit().nanos() : -1;
        if (!(nanos >= 0 && nanos <= LONGEST)) {
            throw new UnreadableException(
                    what + " has no latency at '" + figure.value() + "'",
                    "There must be a number from 0 to a day, or a list of at most " + MOST_NUMBERS
                            + " such; see to 'value' and 'unit'");
        }
        return Math.round(nanos);
    }
}

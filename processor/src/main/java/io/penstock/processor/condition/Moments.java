package io.penstock.processor.condition;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.threeten.extra.AmountFormats;

/** Timestamps and durations. What cannot be read as one is null. */
final class Moments {
    private Moments() {}

    /** CEL's {@code timestamp}: of ISO-8601 text with an offset, or of seconds since 1970. */
    static @Nullable Object timestamp(@Nullable Object value) {
        try {
            return value instanceof Long seconds ? Instant.ofEpochSecond(seconds) : textOrInstant(value);
        } catch (DateTimeException outOfRange) {
            return null;
        }
    }

    static @Nullable Instant textOrInstant(@Nullable Object value) {
        if (value instanceof String text) {
            try {
                return Instant.from(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text));
            } catch (DateTimeException noDate) {
                return null;
            }
        }
        return value instanceof Instant instant ? instant : null;
    }

    /** CEL's {@code duration}: of text such as {@code 1h30m} or {@code 0.5s}. */
    static @Nullable Object duration(@Nullable Object value) {
        if (value instanceof String text) {
            try {
                return AmountFormats.parseUnitBasedDuration(text);
            } catch (DateTimeException | ArithmeticException noDuration) {
                return null;
            }
        }
        return value instanceof Duration ? value : null;
    }

    static @Nullable Object add(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Duration one && right instanceof Duration other) {
            return one.plus(other);
        }
        if (left instanceof Duration duration) {
            return add(right, duration);
        }
        Instant from = textOrInstant(left);
        return from != null && right instanceof Duration duration ? from.plus(duration) : null;
    }

    static @Nullable Object subtract(@Nullable Object left, @Nullable Object right) {
        if (right instanceof Duration duration) {
            return add(left, duration.negated());
        }
        Instant from = textOrInstant(right);
        Instant to = textOrInstant(left);
        return from != null && to != null ? Duration.between(from, to) : null;
    }

    /** A part of a moment, in UTC or the zone named; or of a duration, the whole of it in that unit. */
    static @Nullable Object part(@Nullable Object value, @Nullable Object zone, ToLongFunction<ZonedDateTime> part) {
        Instant instant = textOrInstant(value);
        try {
            ZoneId there = zone instanceof String name ? ZoneId.of(name) : ZoneOffset.UTC;
            return instant == null ? null : (Object) part.applyAsLong(instant.atZone(there));
        } catch (DateTimeException noZone) {
            return null;
        }
    }
}

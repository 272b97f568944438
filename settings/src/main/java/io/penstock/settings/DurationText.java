package io.penstock.settings;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 250ms}, {@code 30s}, {@code 5m}, {@code 12h}, {@code 7d}; also ISO-8601. */
public final class DurationText {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d+)\\s*(ms|s|m|h|d)");
    private static final Map<String, Long> MILLISECONDS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    private DurationText() {}

    /** Reads a duration; empty if the text is none. ISO-8601 as {@link Duration#parse} takes it: {@code PT1H30M}. */
    public static Optional<Duration> parse(String text) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text.strip().toLowerCase(Locale.ROOT));
        try {
            if (!matcher.matches()) {
                return Optional.of(Duration.parse(text.strip()));
            }
            long factor = MILLISECONDS.getOrDefault(matcher.group(2), 1L);
            return Optional.of(Duration.ofMillis(Math.multiplyExact(Long.parseLong(matcher.group(1)), factor)));
        } catch (DateTimeException | ArithmeticException | NumberFormatException noDuration) {
            return Optional.empty();
        }
    }

    /** Writes a duration with the largest unit that gives a whole number: {@code 90m}; ISO-8601 below a millisecond. */
    public static String format(Duration duration) {
        if (duration.isNegative() || duration.isZero() || duration.toNanosPart() % 1_000_000 != 0) {
            return duration.isZero() ? "0s" : duration.toString();
        }
        long millis = duration.toMillis();
        for (String unit : new String[] {"d", "h", "m", "s"}) {
            long factor = MILLISECONDS.getOrDefault(unit, 1L);
            if (millis % factor == 0) {
                return millis / factor + unit;
            }
        }
        return millis + "ms";
    }
}

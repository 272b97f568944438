package io.penstock.settings;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 64MB}, {@code 512KB}, {@code 1GB}; a bare number is bytes. 1KB is 1,024 bytes. */
public final class ByteSize {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d+)\\s*([kmgt]?)(i?b)?");
    private static final String UNITS = "kmgt";

    private ByteSize() {}

    /** Reads a size in bytes; empty if the text is none. */
    public static Optional<Long> parse(String text) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            long unit = 1L
                    << (10
                            * (UNITS.indexOf(matcher.group(2))
                                    + (matcher.group(2).isEmpty() ? 0 : 1)));
            return Optional.of(Math.multiplyExact(Long.parseLong(matcher.group(1)), unit));
        } catch (ArithmeticException | NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }

    /** Writes a size with the largest unit that gives a whole number: {@code 20MB}, {@code 1500B}. */
    public static String format(long bytes) {
        long number = bytes;
        int unit = 0;
        while (unit < UNITS.length() && number != 0 && number % 1024 == 0) {
            number /= 1024;
            unit++;
        }
        return number + (unit == 0 ? "" : UNITS.substring(unit - 1, unit).toUpperCase(Locale.ROOT)) + "B";
    }
}

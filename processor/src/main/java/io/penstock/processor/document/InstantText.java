package io.penstock.processor.document;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/**
 * Instants as text, as ISO 8601 has them in UTC. Each result has one in its headers, and most documents have some; a {@link
 * DateTimeFormatter} takes several times as long and is for what is rare: years that have not four digits.
 */
public final class InstantText {
    private static final long DAY = 86_400_000;
    /** {@code 0000-01-01T00:00:00.000Z}, in milliseconds since 1970. */
    private static final long FIRST = -62_167_219_200_000L;
    /** {@code 9999-12-31T23:59:59.999Z}. */
    private static final long LAST = 253_402_300_799_999L;

    /** Three digits of the second always, a sign before years that have not four digits. */
    private static final DateTimeFormatter ANY =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private InstantText() {}

    /**
     * An instant, with three digits of the second always: {@code 2026-11-30T18:23:37.000Z}.
     *
     * @param epochMillis milliseconds since 1970
     */
    public static String ofMillis(long epochMillis) {
        if (epochMillis < FIRST || epochMillis > LAST) {
            return ANY.format(Instant.ofEpochMilli(epochMillis));
        }
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(epochMillis, DAY));
        int time = (int) Math.floorMod(epochMillis, DAY);
        byte[] text = new byte[24];
        write(text, 0, 4, date.getYear());
        text[4] = '-';
        write(text, 5, 2, date.getMonthValue());
        text[7] = '-';
        write(text, 8, 2, date.getDayOfMonth());
        text[10] = 'T';
        write(text, 11, 2, time / 3_600_000);
        text[13] = ':';
        write(text, 14, 2, time / 60_000 % 60);
        text[16] = ':';
        write(text, 17, 2, time / 1_000 % 60);
        text[19] = '.';
        write(text, 20, 3, time % 1_000);
        text[23] = 'Z';
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static void write(byte[] text, int from, int digits, int number) {
        int rest = number;
        for (int at = from + digits - 1; at >= from; at--) {
            text[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}

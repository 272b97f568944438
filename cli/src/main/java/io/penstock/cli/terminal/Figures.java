package io.penstock.cli.terminal;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;

/** Figures with their units, for people. */
public final class Figures {
    private static final String[] BINARY_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

    private static final int BAR = 20;

    private Figures() {}

    /** A size: {@code 512 B}, {@code 1.5 KiB}, {@code 20.0 GiB}. */
    public static String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " " + BINARY_UNITS[0];
        }
        double number = bytes;
        int unit = 0;
        // What would be written as 1024.0 belongs to the next unit.
        while (number >= 1023.95 && unit < BINARY_UNITS.length - 1) {
            number /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", number, BINARY_UNITS[unit]);
    }

    /** How much of something is done, as a bar: {@code [#####...............]}. */
    public static String bar(long done, long all) {
        int full = (int) Math.min(BAR, BAR * done / Math.max(1, all));
        return "[" + "#".repeat(full) + ".".repeat(BAR - full) + "]";
    }

    /** A count: {@code 1,234,567}. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** A count of things: {@code 1 task}, {@code 1,234 tasks}. */
    public static String count(long count, String one, String more) {
        return count(count) + " " + (count == 1 ? one : more);
    }

    /** A count where there is little room, in five characters at most: {@code 9999}, {@code 12.3k}, {@code 123k}, {@code 1.2M}. */
    public static String brief(long count) {
        if (count < 10_000) {
            return Long.toString(count);
        }
        boolean thousands = count < 1_000_000;
        long tenths = count / (thousands ? 100 : 100_000);
        return tenths / 10 + (tenths < 1_000 ? "." + tenths % 10 : "") + (thousands ? "k" : "M");
    }

    /** A number with no more places than it needs: {@code 200}, {@code 0.5}. */
    public static String number(double number) {
        return new DecimalFormat("#,##0.###", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(number);
    }

    /** A length of time: {@code 7 ms}, {@code 1.5 s}, {@code 3 min 20 s}, {@code 2 h 5 min}, {@code 3 d 4 h}. */
    public static String duration(Duration duration) {
        if (duration.toMillis() < 1_000) {
            return duration.toMillis() + " ms";
        }
        if (duration.toSeconds() < 60) {
            return String.format(Locale.ROOT, "%.1f s", Math.floor(duration.toMillis() / 100.0) / 10);
        }
        if (duration.toMinutes() < 60) {
            return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
        }
        if (duration.toHours() < 48) {
            return duration.toHours() + " h " + duration.toMinutesPart() + " min";
        }
        return duration.toDays() + " d " + duration.toHoursPart() + " h";
    }
}

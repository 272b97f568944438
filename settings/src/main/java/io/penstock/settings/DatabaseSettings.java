package io.penstock.settings;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How handlers reach the database.
 *
 * @param uri another connection string to the same deployment than the one of the change stream; empty: that one
 * @param readFrom which servers are read
 * @param cacheBytes about how much of what was read is kept
 * @param timeToLive for how long it is kept
 * @param maxBatch most documents of one request
 * @param linger how long the first of a batch waits for others
 */
public record DatabaseSettings(
        Optional<String> uri, ReadFrom readFrom, long cacheBytes, Duration timeToLive, int maxBatch, Duration linger) {
    /** What holds where nothing is said. */
    public static final DatabaseSettings DEFAULT = new DatabaseSettings(
            Optional.empty(), ReadFrom.PRIMARY, 32L << 20, Duration.ofSeconds(10), 500, Duration.ofMillis(1));

    /** Which servers are read, as MongoDB's read preferences have it. */
    public enum ReadFrom {
        /** The primary alone. */
        PRIMARY,
        /** The primary, another one while there is none. */
        PRIMARY_PREFERRED,
        /** Others than the primary alone. */
        SECONDARY,
        /** Others than the primary, that one while there are none. */
        SECONDARY_PREFERRED,
        /** Whichever is nearest. */
        NEAREST;

        /** As MongoDB writes it: {@code secondaryPreferred}. */
        public String mode() {
            String[] words = name().toLowerCase(Locale.ROOT).split("_", -1);
            return words.length == 1
                    ? words[0]
                    : words[0] + Character.toUpperCase(words[1].charAt(0)) + words[1].substring(1);
        }
    }

    /** Without the connection string: it may hold a password. */
    @Override
    public String toString() {
        return "DatabaseSettings[readFrom=" + readFrom + ", cacheBytes=" + cacheBytes + ", timeToLive=" + timeToLive
                + ", maxBatch=" + maxBatch + ", linger=" + linger + "]";
    }
}

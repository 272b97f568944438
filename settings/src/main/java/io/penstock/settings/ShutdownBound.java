package io.penstock.settings;

import java.time.Duration;

/** How long a process may take to close what it holds, running attempts aside. */
public final class ShutdownBound {
    /** The system property that gives more to a machine on which nothing is done in the time meant: seconds. */
    public static final String PROPERTY = "penstock.shutdown.seconds";

    /** Leaves room within the five seconds in which a command has to end. */
    private static final int SECONDS = 4;

    private static final int MOST_SECONDS = 3_600;

    private ShutdownBound() {}

    /**
     * What the system property says, or the time meant.
     *
     * @throws IllegalArgumentException if the property is no whole number of seconds, or none that makes sense
     */
    public static Duration get() {
        return parse(System.getProperty(PROPERTY, Integer.toString(SECONDS)));
    }

    static Duration parse(String text) {
        if (!text.matches("\\d{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST_SECONDS) {
            throw new IllegalArgumentException(
                    "-D%s=%s: has to be a whole number of seconds from 1 to %d; the default is %d"
                            .formatted(PROPERTY, text, MOST_SECONDS, SECONDS));
        }
        return Duration.ofSeconds(Integer.parseInt(text));
    }
}

package io.penstock.governor.limit;

import java.time.Duration;
import java.util.Locale;

/** Why the limit changed. */
public sealed interface Reason {
    /** In words, for a log line or a status page. */
    String text();

    /** One word for it, for a metric: {@code missed}. */
    default String word() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /**
     * A signal misses its objective.
     *
     * @param signal its name
     * @param burn how many times as many operations are slow as may be
     * @param limit where it broke
     */
    record Missed(String signal, double burn, double limit) implements Reason {
        @Override
        public String text() {
            return format(
                    "%s misses its objective at %.2f: %.1f times as many are slow as may be", signal, limit, burn);
        }
    }

    /**
     * All signals are within their objectives, and the limit is in use.
     *
     * @param burn of the worst signal
     */
    record Headroom(double burn) implements Reason {
        @Override
        public String text() {
            return format("every signal is within its objective: of what may be slow, %.0f %% is", burn * 100);
        }
    }

    /**
     * At the edge: goes on by inches, up or down.
     *
     * @param edge the highest limit that is thought to hold
     * @param burn of the worst signal
     */
    record Edge(double edge, double burn) implements Reason {
        @Override
        public String text() {
            return format(
                    "near %.2f, a little below where it broke: of what may be slow, %.0f %% is", edge, burn * 100);
        }
    }

    /** The foreground looks better than it did at the edge. */
    record Improved() implements Reason {
        @Override
        public String text() {
            return "the foreground is faster than it was at the edge: conditions have changed";
        }
    }

    /**
     * A signal says nothing.
     *
     * @param signal its name
     * @param since for how long; zero if it never spoke
     */
    record Silent(String signal, Duration since) implements Reason {
        @Override
        public String text() {
            return since.isZero()
                    ? signal + " has not spoken yet"
                    : format("%s has been silent for %.1f s", signal, since.toMillis() / 1e3);
        }
    }

    /** Every signal speaks again. */
    record Heard() implements Reason {
        @Override
        public String text() {
            return "every signal speaks";
        }
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }
}

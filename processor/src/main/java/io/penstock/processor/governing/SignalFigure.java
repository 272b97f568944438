package io.penstock.processor.governing;

import io.penstock.settings.GovernorSettings.SignalSettings;
import java.util.Arrays;

/** The latency at a signal's quantile, for people: the rule does not ask for it. For one thread. */
final class SignalFigure {
    private static final int MOST = 2_048;

    private final SignalSettings settings;
    private final long[] nanos = new long[MOST];
    private final long[] at = new long[MOST];
    private int next;
    private int kept;
    private long told;

    SignalFigure(SignalSettings settings) {
        this.settings = settings;
    }

    void latency(long latency, long now) {
        nanos[next] = latency;
        at[next] = now;
        next = (next + 1) % MOST;
        kept = Math.min(MOST, kept + 1);
    }

    void reading(long reading) {
        told = reading;
    }

    /** Of single latencies the quantile over the window, of readings the newest; 0 if there is nothing. */
    long nanos(long now) {
        long window = settings.window().toNanos();
        long[] recent = new long[kept];
        int count = 0;
        for (int i = 0; i < kept; i++) {
            if (now - at[i] <= window) {
                recent[count++] = nanos[i];
            }
        }
        if (count == 0) {
            return told;
        }
        Arrays.sort(recent, 0, count);
        return recent[Math.max(0, (int) Math.ceil(settings.quantile() * count) - 1)];
    }

    long objectiveNanos() {
        return settings.latency().toNanos();
    }
}

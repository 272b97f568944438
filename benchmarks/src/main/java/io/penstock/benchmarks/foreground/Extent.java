package io.penstock.benchmarks.foreground;

import io.penstock.benchmarks.harness.Scale;
import io.penstock.benchmarks.model.ServiceModel.ServiceTimes;
import java.util.List;

/**
 * How much is measured.
 *
 * @param tasks in the backlog
 * @param statics which static limits are tried
 * @param trySeconds how long each is
 * @param seconds how long a run is
 * @param findSeconds how long the governor has to find its limit
 * @param governedSeconds how long it is measured then
 */
record Extent(int tasks, List<Integer> statics, int trySeconds, int seconds, int findSeconds, int governedSeconds) {
    /**
     * Those of the model in virtual time take 1 ms: 28,000 operations a second, which no two processors carry through a
     * proxy, a driver and a stand-in. Twelve times as long, the model is the bottleneck and not the machine.
     */
    static final ServiceTimes TIMES = new ServiceTimes(32, 12_000_000, 0.5);
    /** What of the capacity the foreground takes. */
    static final double FOREGROUND = 0.4;
    /** How many reads a second the governor's probe makes. */
    static final int PROBES = 100;
    /** What may become of the foreground's p99. */
    static final double OBJECTIVE = 1.10;
    /** What the governor has to get done, by the best static limit. */
    static final double WORTH = 0.8;
    /** Attempts at once where nothing limits them. */
    static final int UNLIMITED = 256;
    /** Limits above are not shown in pictures: the others would be too small to see. */
    static final double SHOWN_LIMIT = 40;

    Extent {
        statics = List.copyOf(statics);
    }

    static Extent of(Scale scale) {
        return scale == Scale.QUICK
                ? new Extent(20_000, List.of(12, 16), 4, 6, 10, 12)
                : new Extent(50_000, List.of(10, 13, 16, 19), 8, 15, 15, 25);
    }
}

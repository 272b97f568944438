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
 * @param snapshot how much of snapshots
 */
record Extent(
        int tasks,
        List<Double> statics,
        int trySeconds,
        int seconds,
        int findSeconds,
        int governedSeconds,
        Snapshot snapshot) {
    /**
     * Those of the model in virtual time take 1 ms: 28,000 operations a second, which no two processors carry through a
     * proxy, a driver and a stand-in. 24 times as long, the model is the bottleneck and not the machine.
     */
    static final ServiceTimes TIMES = new ServiceTimes(32, 24_000_000, 0.5);
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
    /** A snapshot that had the time of a whole attempt at the least could not give way: it is one attempt. */
    static final double SNAPSHOT_FLOOR = 0.05;
    /** Limits above are not shown in pictures: the others would be too small to see. */
    static final double SHOWN_LIMIT = 40;

    Extent {
        statics = List.copyOf(statics);
    }

    /**
     * How much of snapshots is measured.
     *
     * @param documents in the collection
     * @param shares which static shares are tried
     * @param seconds how long a run is
     */
    record Snapshot(int documents, List<Double> shares, int seconds) {
        Snapshot {
            shares = List.copyOf(shares);
        }
    }

    static Extent of(Scale scale) {
        return scale == Scale.QUICK
                ? new Extent(20_000, List.of(12.0, 16.0), 4, 6, 15, 12, new Snapshot(200_000, List.of(0.5), 6))
                : new Extent(
                        50_000,
                        List.of(10.0, 13.0, 16.0, 19.0),
                        10,
                        20,
                        45,
                        30,
                        new Snapshot(1_000_000, List.of(0.1, 0.25, 0.5, 1.0), 15));
    }
}

package io.penstock.benchmarks.foreground;

import java.util.List;

/**
 * What a run came to.
 *
 * @param name of it
 * @param began milliseconds since 1970
 * @param foreground what the users saw
 * @param perSecond tasks that the background did in a second
 * @param work the background's seconds
 * @param limits how many attempts might run at once, and from when on
 */
record Run(
        String name, long began, Latencies foreground, double perSecond, List<Work.Second> work, List<Limit> limits) {
    Run {
        work = List.copyOf(work);
        limits = List.copyOf(limits);
    }

    /**
     * A limit.
     *
     * @param at from when on: milliseconds since 1970
     * @param most attempts at once
     */
    record Limit(long at, double most) {}
}

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
 */
record Run(String name, long began, Latencies foreground, double perSecond, List<Work.Second> work) {
    Run {
        work = List.copyOf(work);
    }
}

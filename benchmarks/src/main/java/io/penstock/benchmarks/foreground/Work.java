package io.penstock.benchmarks.foreground;

import java.util.List;

/**
 * What a background has done.
 *
 * @param admitted how many tasks it knows
 * @param done how many of them have their result
 * @param seconds the same second by second
 */
record Work(long admitted, long done, List<Second> seconds) {
    /**
     * One second of it.
     *
     * @param at its end: milliseconds since 1970
     * @param done how many tasks had their result by then
     */
    record Second(long at, long done) {}

    Work {
        seconds = List.copyOf(seconds);
    }
}

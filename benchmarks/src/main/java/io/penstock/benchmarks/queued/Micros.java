package io.penstock.benchmarks.queued;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The time of day as two processes of one machine share it: microseconds since 1970. */
final class Micros {
    private Micros() {}

    static long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
}

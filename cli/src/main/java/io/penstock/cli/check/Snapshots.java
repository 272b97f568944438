package io.penstock.cli.check;

import java.util.Optional;
import java.util.TreeSet;

/**
 * Learns from the versions that come out which of them a first snapshot read. Writes before that snapshot have no change
 * event: the read stands for them. A snapshot that was interrupted is taken again, so the last one before the first
 * change event counts; reads that come later are of incremental snapshots, beside which the stream goes on.
 */
final class Snapshots {
    private static final int SMALL = 10_000;

    private final TreeSet<Long> reads = new TreeSet<>(Long::compareUnsigned);
    private Optional<Long> firstEvent = Optional.empty();

    void saw(Version version) {
        if (!Version.isRead(version.place())) {
            if (firstEvent.isEmpty() || Long.compareUnsigned(version.time(), firstEvent.get()) < 0) {
                firstEvent = Optional.of(version.time());
            }
        } else if (reads.size() < SMALL || Long.compareUnsigned(version.time(), reads.last()) < 0) {
            reads.add(version.time());
        }
    }

    /** Cluster time of the first snapshot; empty if none has read anything. */
    Optional<Long> first() {
        Long time = firstEvent.map(event -> reads.floor(event)).orElseGet(() -> reads.isEmpty() ? null : reads.last());
        return Optional.ofNullable(time);
    }
}

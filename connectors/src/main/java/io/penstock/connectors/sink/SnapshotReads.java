package io.penstock.connectors.sink;

import io.debezium.engine.ChangeEvent;
import java.util.List;
import java.util.Optional;

/**
 * What a batch holds of snapshots.
 *
 * @param first documents of a first snapshot
 * @param chunk documents of an incremental one
 * @param ended whether the first snapshot is over with this batch
 * @param nanosPerRead how long one document of a first snapshot took to read, if the batch has enough to tell
 */
record SnapshotReads(int first, int chunk, boolean ended, Optional<Double> nanosPerRead) {
    private static final int ENOUGH = 100;
    private static final String NONE = "false";
    private static final String INCREMENTAL = "incremental";
    private static final String LAST = "last";
    private static final long MICROSECOND = 1_000;

    static SnapshotReads of(List<ChangeEvent<byte[], byte[]>> events) {
        int first = 0;
        int chunk = 0;
        boolean ended = false;
        long earliest = Long.MAX_VALUE;
        long latest = Long.MIN_VALUE;
        for (ChangeEvent<byte[], byte[]> event : events) {
            EngineRecord record = EngineRecord.of(event);
            String snapshot = record.snapshot().orElse(NONE);
            switch (snapshot) {
                case NONE -> ended |= first > 0;
                case INCREMENTAL -> chunk++;
                default -> {
                    first++;
                    ended |= snapshot.equals(LAST);
                    long read = record.readAtMicros().orElse(0L);
                    earliest = Math.min(earliest, read);
                    latest = Math.max(latest, read);
                }
            }
        }
        Optional<Double> perRead =
                first < ENOUGH ? Optional.empty() : Optional.of((double) ((latest - earliest) * MICROSECOND) / first);
        return new SnapshotReads(first, chunk, ended, perRead);
    }
}

package io.penstock.connectors.sink;

import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine.ChangeConsumer;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.penstock.connectors.pace.ChunkTurns;
import io.penstock.connectors.pace.SnapshotPace;
import java.util.List;
import java.util.Optional;

/**
 * Takes the records of a first snapshot as fast as background work may go, and all others at once. A change is never held up:
 * while the first snapshot runs there are none, and after its last record nothing is waited for.
 *
 * <p>Threading: for the engine's thread.
 */
public final class PacedSink implements ChangeConsumer<ChangeEvent<byte[], byte[]>> {
    private final ChangeSink sink;
    private final SnapshotPace pace;
    private final ChunkTurns turns;
    private Optional<Long> tookUntil = Optional.empty();

    /**
     * @param sink takes the records
     * @param pace of a first snapshot
     * @param turns of an incremental one
     */
    public PacedSink(ChangeSink sink, SnapshotPace pace, ChunkTurns turns) {
        this.sink = sink;
        this.pace = pace;
        this.turns = turns;
    }

    @Override
    public void handleBatch(
            List<ChangeEvent<byte[], byte[]>> events, RecordCommitter<ChangeEvent<byte[], byte[]>> committer)
            throws InterruptedException {
        long began = tookUntil.orElseGet(System::nanoTime);
        SnapshotReads reads = SnapshotReads.of(events);
        sink.handleBatch(events, committer);
        if (reads.chunk() > 0) {
            turns.read(System.nanoTime());
        }
        if (reads.first() == 0 || reads.ended()) {
            tookUntil = Optional.empty();
            return;
        }
        if (!pace.knowsCost()) {
            reads.nanosPerRead().ifPresent(pace::costs);
        }
        pace.took(reads.first(), System.nanoTime() - began);
        if (pace.mustRest()) {
            pace.rest();
        }
        tookUntil = Optional.of(System.nanoTime());
    }

    @Override
    public boolean supportsTombstoneEvents() {
        return sink.supportsTombstoneEvents();
    }
}

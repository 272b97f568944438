package io.penstock.connectors.engine;

import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.DebeziumEngine.Signal;
import io.penstock.connectors.pace.BackgroundShare;
import io.penstock.connectors.pace.ChunkTurns;
import io.penstock.connectors.pace.GovernedShare;
import io.penstock.connectors.pace.SnapshotPace;
import io.penstock.connectors.sink.ChangeSink;
import io.penstock.connectors.sink.PacedSink;
import io.penstock.connectors.source.SourceProperties;
import io.penstock.settings.Settings;
import java.util.Map;
import java.util.UUID;

/** How a run of the engine gives way when it reads snapshots. May be used by several threads. */
final class SnapshotTurns implements AutoCloseable {
    private static final String INCREMENTAL = "{\"type\":\"INCREMENTAL\"}";

    private final BackgroundShare share;
    private final SnapshotPace pace;
    private final ChunkTurns chunks;

    SnapshotTurns(Settings settings, SourceProperties properties) {
        share = new GovernedShare(settings, properties.snapshotThreads());
        pace = new SnapshotPace(share);
        chunks = new ChunkTurns(share);
    }

    /** What takes the records of this run. */
    PacedSink pacing(ChangeSink sink) {
        return new PacedSink(sink, pace, chunks);
    }

    /** Tells the connector whether an incremental snapshot is to pause or to go on; about once a second. */
    void look(DebeziumEngine<ChangeEvent<byte[], byte[]>> engine) {
        chunks.look(System.nanoTime())
                .ifPresent(call -> engine.getSignaler()
                        .signal(new Signal(UUID.randomUUID().toString(), call.signal(), INCREMENTAL, Map.of())));
    }

    /** Rests no more. */
    void stop() {
        pace.stop();
    }

    @Override
    public void close() {
        share.close();
    }
}

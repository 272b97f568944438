package io.penstock.connectors.engine;

import io.debezium.DebeziumException;
import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.DebeziumEngine.Signal;
import io.penstock.connectors.pace.BackgroundShare;
import io.penstock.connectors.pace.ChunkTurns;
import io.penstock.connectors.pace.GovernedShare;
import io.penstock.connectors.pace.SnapshotPace;
import io.penstock.connectors.sink.ChangeSink;
import io.penstock.connectors.sink.PacedSink;
import io.penstock.settings.Settings;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a run of the engine gives way when it reads snapshots. May be used by several threads. */
final class SnapshotTurns implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotTurns.class);
    private static final String INCREMENTAL = "{\"type\":\"INCREMENTAL\"}";

    private final BackgroundShare share;
    private final SnapshotPace pace;
    private final ChunkTurns chunks;
    private Optional<ChunkTurns.Call> untold = Optional.empty();

    SnapshotTurns(Settings settings) {
        share = new GovernedShare(settings);
        pace = new SnapshotPace(share);
        chunks = new ChunkTurns(share);
    }

    /** What takes the records of this run. */
    PacedSink pacing(ChangeSink sink) {
        return new PacedSink(sink, pace, chunks);
    }

    /** Tells the connector whether an incremental snapshot is to pause or to go on; about once a second, by one thread. */
    void look(DebeziumEngine<ChangeEvent<byte[], byte[]>> engine) {
        untold = chunks.look(System.nanoTime()).or(() -> untold).filter(call -> !tell(engine, call));
    }

    private static boolean tell(DebeziumEngine<ChangeEvent<byte[], byte[]>> engine, ChunkTurns.Call call) {
        try {
            engine.getSignaler().signal(new Signal(UUID.randomUUID().toString(), call.signal(), INCREMENTAL, Map.of()));
            return true;
        } catch (DebeziumException notNow) {
            LOG.debug("The connector could not be told to {}: {}", call.signal(), notNow.getMessage());
            return false;
        }
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

package io.penstock.connectors.sink;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives the documents of an incremental snapshot offsets that can be gone on from.
 *
 * <p>The connector reads a chunk by the order of its keys, and hands it over in another, that of a hash table. Each of its
 * records says in its offset that the snapshot has come to its own key; whoever went on from there would pass over those with
 * lesser keys that had not been handed over (Debezium 3.6, {@code MongoDbIncrementalSnapshotChangeEventSource}). So the
 * offsets of a chunk's documents keep the key of before the chunk, as the record in front of it had it: a chunk that is cut
 * off is read once more.
 *
 * <p>Threading: for the engine's thread.
 */
final class ChunkOffsets {
    /** How far an incremental snapshot has come; not there while none runs. */
    private static final String KEY = "incremental_snapshot_primary_key";

    private @Nullable Object before;

    /** The record with the offset that may be kept for it and all before it; to be asked for each record, in order. */
    EngineRecord resumable(EngineRecord record) {
        Map<String, ?> offset = record.origin().sourceOffset();
        if (!record.isOfChunk()) {
            // A notification may come with an offset that says nothing at all.
            before = offset.isEmpty() ? before : offset.get(KEY);
            return record;
        }
        Map<String, Object> kept = new HashMap<>(offset);
        if (before == null) {
            // From the collection's beginning.
            kept.remove(KEY);
        } else {
            kept.put(KEY, before);
        }
        return record.withOffset(kept);
    }
}

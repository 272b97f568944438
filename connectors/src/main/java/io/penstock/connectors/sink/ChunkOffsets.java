package io.penstock.connectors.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.debezium.connector.mongodb.snapshot.MongoDbIncrementalSnapshotContext;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Gives what an incremental snapshot tells offsets that can be gone on from.
 *
 * <p>The connector reads a chunk by the order of its keys, and hands it over in another, that of a hash table. Each of its
 * records says in its offset that the snapshot has come to its own key; whoever went on from there would pass over those with
 * lesser keys that had not been handed over (Debezium 3.6, {@code MongoDbIncrementalSnapshotChangeEventSource}). So the
 * offsets of a chunk's documents keep the key of before the chunk, as the record in front of it had it: a chunk that is cut
 * off is read once more.
 *
 * <p>It tells that it gives a collection up before it does so, with an offset in which that collection is still the one to be
 * read. Whoever went on from there would read it again, and where it cannot be read at all, do nothing else ever after. So
 * that offset is kept without the collection.
 *
 * <p>Threading: for the engine's thread.
 */
final class ChunkOffsets {
    /** How far an incremental snapshot has come in the first of its collections; not there while none runs. */
    private static final String KEY = MongoDbIncrementalSnapshotContext.EVENT_PRIMARY_KEY;
    /** Where that collection ends. */
    private static final String END = MongoDbIncrementalSnapshotContext.TABLE_MAXIMUM_KEY;
    /** A list as JSON: the collection that is being read, and those that are to be read after it. */
    private static final String COLLECTIONS = MongoDbIncrementalSnapshotContext.DATA_COLLECTIONS_TO_SNAPSHOT_KEY;
    /** The signal that asked for it. */
    private static final String SIGNAL = MongoDbIncrementalSnapshotContext.CORRELATION_ID;

    private static final ObjectMapper JSON = new ObjectMapper();

    private @Nullable Object before;

    /** The record with the offset that may be kept for it and all before it; to be asked for each record, in order. */
    EngineRecord resumable(EngineRecord record) {
        Map<String, ?> offset = record.origin().sourceOffset();
        if (SnapshotNews.isOfFailure(record)) {
            before = null;
            return record.withOffset(withoutCurrent(offset));
        }
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

    /** What is left to be read, from the beginning of the next collection. */
    private static Map<String, Object> withoutCurrent(Map<String, ?> offset) {
        Map<String, Object> kept = new HashMap<>(offset);
        kept.remove(KEY);
        kept.remove(END);
        if (kept.remove(COLLECTIONS) instanceof String collections) {
            ArrayNode left = parse(collections);
            left.remove(0);
            if (left.isEmpty()) {
                kept.remove(SIGNAL);
            } else {
                kept.put(COLLECTIONS, left.toString());
            }
        }
        return kept;
    }

    private static ArrayNode parse(String collections) {
        try {
            return JSON.readValue(collections, ArrayNode.class);
        } catch (JsonProcessingException e) {
            throw new DataException(
                    "The source offset's " + COLLECTIONS + " is no list in JSON: " + collections
                            + ". The engine works with Debezium's MongoDB connector, version 3.x, and no other.",
                    e);
        }
    }
}

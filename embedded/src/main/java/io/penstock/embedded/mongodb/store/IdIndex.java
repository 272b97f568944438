package io.penstock.embedded.mongodb.store;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.Json;
import io.penstock.embedded.mongodb.protocol.KeyString;
import io.penstock.embedded.mongodb.protocol.ServerError;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The unique index on {@code _id}, sorted. */
final class IdIndex extends Index<Integer> {
    private final TreeMap<KeyString, Integer> positions = new TreeMap<>();

    IdIndex() {
        super("_id_", List.of(new IndexKey("_id", true)), false);
    }

    NavigableMap<KeyString, Integer> positions() {
        return positions;
    }

    @Override
    public @Nullable Integer getPosition(Document document) {
        return positions.get(key(document));
    }

    @Override
    public void checkAdd(Document document, MongoCollection<Integer> collection) {
        if (positions.containsKey(key(document))) {
            Object id = document.get("_id");
            throw ServerError.duplicateKey(
                    "E11000 duplicate key error collection: " + collection.getFullName()
                            + " index: _id_ dup key: { _id: " + Json.toCompactJsonValue(id) + " }",
                    new Document("_id", 1),
                    new Document("_id", id));
        }
    }

    @Override
    public void add(Document document, Integer position, MongoCollection<Integer> collection) {
        positions.put(key(document), position);
    }

    @Override
    public @Nullable Integer remove(Document document) {
        return positions.remove(key(document));
    }

    @Override
    public boolean canHandle(Document query) {
        return false;
    }

    @Override
    public Iterable<Integer> getPositions(Document query) {
        return positions.values();
    }

    @Override
    public long getCount() {
        return positions.size();
    }

    @Override
    public long getDataSize() {
        return positions.size() * 32L;
    }

    @Override
    public boolean isUnique() {
        return true;
    }

    @Override
    public void checkUpdate(Document before, Document after, MongoCollection<Integer> collection) {
        // An id never changes: the update itself would have failed.
    }

    @Override
    public void updateInPlace(Document before, Document after, Integer position, MongoCollection<Integer> collection) {
        // As above.
    }

    @Override
    public void drop() {
        positions.clear();
    }

    private static KeyString key(Document document) {
        return KeyString.of(document.get("_id"));
    }
}

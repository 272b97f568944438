package io.penstock.embedded.mongodb.store;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.backend.memory.index.MemoryUniqueIndex;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.DuplicateKeyError;
import io.penstock.embedded.mongodb.protocol.ServerError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A unique index on other fields than {@code _id}. It is the library's, whose error does not tell which values are taken. */
public final class UniqueIndex extends MemoryUniqueIndex {

    /** An index on these fields; a sparse one leaves documents out that have none of them. */
    public UniqueIndex(String name, List<IndexKey> keys, boolean sparse) {
        super(name, keys, sparse);
    }

    @Override
    public boolean isUnique() {
        return true;
    }

    @Override
    public synchronized void checkAdd(Document document, MongoCollection<Integer> collection) {
        try {
            super.checkAdd(document, collection);
        } catch (DuplicateKeyError e) {
            throw taken(e, document, Optional.empty());
        }
    }

    @Override
    public synchronized void checkUpdate(Document before, Document after, MongoCollection<Integer> collection) {
        try {
            super.checkUpdate(before, after, collection);
        } catch (DuplicateKeyError e) {
            throw taken(e, after, Optional.ofNullable(getPosition(before)));
        }
    }

    private ServerError taken(DuplicateKeyError error, Document document, Optional<Integer> own) {
        Document pattern = new Document();
        getKeys().forEach(key -> pattern.append(key.getKey(), key.isAscending() ? 1 : -1));
        List<Object> values = takenValues(document, own);
        Document taken = new Document();
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            taken.append(keys().get(i), Missing.isNullOrMissing(value) ? null : value);
        }
        return ServerError.duplicateKey(error.getMessageWithoutErrorCode(), pattern, taken);
    }

    /** Of an array each element has a place in the index of its own; no document may have two arrays in one index. */
    private List<Object> takenValues(Document document, Optional<Integer> own) {
        List<Object> values = new ArrayList<>();
        keys().forEach(key -> values.add(Utils.getSubdocumentValueCollectionAware(document, key)));
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) instanceof Collection<?> elements) {
                for (Object element : elements) {
                    values.set(i, element);
                    Integer position = getPosition(new KeyValue(values).normalized());
                    if (position != null && !own.equals(Optional.of(position))) {
                        return values;
                    }
                }
            }
        }
        return values;
    }
}

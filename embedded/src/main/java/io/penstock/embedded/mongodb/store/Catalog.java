package io.penstock.embedded.mongodb.store;

import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.oplog.Namespace;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** All databases. A database is there as long as it has a collection. */
public final class Catalog {
    private final TreeMap<String, StoredDatabase> databases = new TreeMap<>();
    private final Map<UUID, StoredCollection> byId = new HashMap<>();

    /** The databases that have collections, by name. */
    public Collection<StoredDatabase> databases() {
        return databases.values().stream()
                .filter(database -> !database.isEmpty())
                .toList();
    }

    /** The database with this name, there or not. */
    public StoredDatabase database(String name) {
        return databases.computeIfAbsent(name, StoredDatabase::new);
    }

    /** The collection with this name. */
    public Optional<StoredCollection> collection(Namespace namespace) {
        return Optional.ofNullable(databases.get(namespace.database()))
                .flatMap(database -> database.collection(namespace.collection()));
    }

    /** The collection with this UUID, whatever it is called by now. */
    public Optional<StoredCollection> collection(UUID uuid) {
        return Optional.ofNullable(byId.get(uuid));
    }

    /** Makes a collection that is not there yet. */
    public StoredCollection create(Namespace namespace, UUID uuid, Document options) {
        StoredCollection created = database(namespace.database()).create(namespace.collection(), uuid, options);
        byId.put(uuid, created);
        return created;
    }

    /** Takes a collection away with all that is in it. */
    public void drop(StoredCollection collection) {
        database(collection.getDatabaseName()).remove(collection.getCollectionName());
        byId.remove(collection.getUuid());
    }

    /** Gives a collection another name, maybe in another database; a collection that has it is gone then. */
    public void rename(StoredCollection collection, Namespace to) {
        collection(to).ifPresent(this::drop);
        database(collection.getDatabaseName()).remove(collection.getCollectionName());
        database(to.database()).adopt(collection, to.collection());
    }
}

package io.penstock.embedded.mongodb.store;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import de.bwaldvogel.mongo.wire.message.MongoQuery;
import io.netty.channel.Channel;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A database: its collections by name. The library asks it for other collections in {@code $lookup}. */
public final class StoredDatabase implements MongoDatabase {
    private final String name;
    private final TreeMap<String, StoredCollection> collections = new TreeMap<>();

    StoredDatabase(String name) {
        this.name = name;
    }

    /** The collection with this name. */
    public Optional<StoredCollection> collection(String collection) {
        return Optional.ofNullable(collections.get(collection));
    }

    /** All collections, by name. */
    public Collection<StoredCollection> collections() {
        return collections.values();
    }

    StoredCollection create(String collection, UUID uuid, Document options) {
        StoredCollection created = new StoredCollection(this, collection, uuid, options);
        collections.put(collection, created);
        return created;
    }

    void remove(String collection) {
        collections.remove(collection);
    }

    void adopt(StoredCollection collection, String newName) {
        collection.renameTo(this, newName);
        collections.put(newName, collection);
    }

    @Override
    public String getDatabaseName() {
        return name;
    }

    @Override
    public boolean isEmpty() {
        return collections.isEmpty();
    }

    @Override
    public @Nullable MongoCollection<?> resolveCollection(String collection, boolean throwIfNotFound) {
        return collections.get(collection);
    }

    @Override
    public void handleClose(Channel channel) {
        throw unsupported();
    }

    @Override
    public Document handleCommand(
            Channel channel, String command, Document query, DatabaseResolver databases, Oplog oplog) {
        throw unsupported();
    }

    @Override
    public QueryResult handleQuery(MongoQuery query) {
        throw unsupported();
    }

    @Override
    public MongoCollection<?> createCollectionOrThrowIfExists(String collection, CollectionOptions options) {
        throw unsupported();
    }

    @Override
    public void drop(Oplog oplog) {
        throw unsupported();
    }

    @Override
    public void dropCollection(String collection, Oplog oplog) {
        throw unsupported();
    }

    @Override
    public void moveCollection(MongoDatabase from, MongoCollection<?> collection, String newName) {
        throw unsupported();
    }

    @Override
    public void unregisterCollection(String collection) {
        throw unsupported();
    }

    private static UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException("commands do this, so that the oplog tells it");
    }
}

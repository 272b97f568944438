package io.penstock.documents;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.github.benmanes.caffeine.cache.Ticker;
import com.mongodb.MongoNamespace;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;

/** The database for all attempts of a process. Connects when the first of them asks for something. Threads may share one. */
public final class DocumentAccess implements AutoCloseable {
    private final AccessOptions options;
    private final DocumentForms forms;
    private final ObjectMapper json;
    private final Keys keys;
    private final ClusterTimes times = new ClusterTimes();
    private final DocumentCache cache;
    private final Map<String, CollectionAccess> collections = new HashMap<>();
    private Optional<Connection> connection = Optional.empty();
    private boolean closed;

    private record Connection(MongoClient client, Workers workers) {}

    /**
     * Makes one; it connects later.
     *
     * @param json writes what handlers want written
     */
    public DocumentAccess(AccessOptions options, DocumentForms forms, ObjectMapper json) {
        this(options, forms, json, Ticker.systemTicker());
    }

    /** @param ticker the time by which the cache grows old */
    DocumentAccess(AccessOptions options, DocumentForms forms, ObjectMapper json, Ticker ticker) {
        this.options = options;
        this.forms = forms;
        // What a handler writes with every digit is written with every digit.
        this.json = json.copy().configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false);
        this.keys = new Keys(forms);
        this.cache = new DocumentCache(options.cache(), ticker);
    }

    /**
     * What one attempt may do.
     *
     * @param changedAt cluster time of the change that made its task: nothing older is read
     * @param account who pays, and may forbid more
     * @param callbacks run what handlers hang on stages
     */
    public AttemptAccess attempt(long changedAt, Account account, Executor callbacks) {
        return new AttemptAccess(this, changedAt, account, callbacks);
    }

    synchronized CollectionAccess collection(String name) {
        CollectionAccess known = collections.get(name);
        if (known != null) {
            return known;
        }
        if (closed) {
            throw new IllegalStateException("The process stops: its connections to the database are closed");
        }
        CollectionAccess made = make(namespace(name));
        collections.put(name, made);
        return made;
    }

    private static MongoNamespace namespace(String name) {
        int dot = name.indexOf('.');
        if (dot < 1 || dot == name.length() - 1) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no collection with its database before it, such as shop.customers");
        }
        return new MongoNamespace(name);
    }

    private CollectionAccess make(MongoNamespace namespace) {
        Connection connected = connected();
        String name = namespace.getFullName();
        MongoDatabase database = connected.client().getDatabase(namespace.getDatabaseName());
        DocumentCache.Part part = cache.part(name);
        Finder finder = new Finder(
                connected.client(),
                database.getCollection(namespace.getCollectionName(), RawBsonDocument.class),
                keys,
                times);
        Writer writer = new Writer(
                connected.client(), database.getCollection(namespace.getCollectionName(), BsonDocument.class), times);
        return new CollectionAccess(
                name,
                new ReadBatches(name, finder, part, connected.workers(), options.batch()),
                new WriteBatches(writer, part, times, connected.workers(), options.batch()));
    }

    private Connection connected() {
        Connection made = connection.orElseGet(
                () -> new Connection(MongoClients.create(options.client().get()), Workers.start()));
        connection = Optional.of(made);
        return made;
    }

    Optional<String> refusal(String collection) {
        return options.refusal().apply(collection);
    }

    Keys keys() {
        return keys;
    }

    DocumentForms forms() {
        return forms;
    }

    ObjectMapper json() {
        return json;
    }

    /** Ends the connections; what is under way fails. */
    @Override
    public synchronized void close() {
        closed = true;
        connection.ifPresent(open -> {
            open.workers().close();
            open.client().close();
        });
    }
}

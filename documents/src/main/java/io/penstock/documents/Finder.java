package io.penstock.documents;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.mongodb.ClientSessionOptions;
import com.mongodb.MongoCommandException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/** Reads documents of one collection by their ids, in one request. Waits. Threads may share one. */
final class Finder {
    private static final long PATIENCE_SECONDS = 30;
    private static final int INVALID_OPTIONS = 72;
    private static final JsonWriterSettings RELAXED =
            JsonWriterSettings.builder().outputMode(JsonMode.RELAXED).build();

    private final MongoClient client;
    private final MongoCollection<RawBsonDocument> collection;
    private final Keys keys;
    private final ClusterTimes times;

    Finder(MongoClient client, MongoCollection<RawBsonDocument> collection, Keys keys, ClusterTimes times) {
        this.client = client;
        // What a majority has is never rolled back: a handler must not act on what did not happen.
        this.collection = collection.withReadConcern(ReadConcern.MAJORITY);
        this.keys = keys;
        this.times = times;
    }

    /**
     * What was found.
     *
     * @param asOf it is not older than this cluster time
     * @param byId documents in relaxed Extended JSON by the texts of their ids
     */
    record Found(long asOf, Map<String, byte[]> byId) {}

    /** Reads; what it finds is not older than {@code after}, and not older than what any reply before has told of. */
    Found find(Collection<BsonValue> ids, long after) {
        long asOf = ClusterTimes.later(after, times.newest());
        try {
            return attempt(ids, asOf);
        } catch (MongoCommandException refused) {
            if (refused.getErrorCode() != INVALID_OPTIONS) {
                throw refused;
            }
            // A member that has not heard of so late a time. The primary has; the driver hands on what it says.
            client.getDatabase("admin")
                    .withReadPreference(ReadPreference.primary())
                    .runCommand(new BsonDocument("ping", new BsonInt32(1)));
            return attempt(ids, asOf);
        }
    }

    private Found attempt(Collection<BsonValue> ids, long asOf) {
        ClientSessionOptions causal =
                ClientSessionOptions.builder().causallyConsistent(true).build();
        try (ClientSession session = client.startSession(causal)) {
            if (asOf != 0) {
                session.advanceOperationTime(new BsonTimestamp(asOf));
            }
            Map<String, byte[]> byId = new HashMap<>();
            for (RawBsonDocument document : collection
                    .find(session, Filters.in("_id", ids))
                    // A server that fills a batch leaves the cursor open, and the driver asks again.
                    .batchSize(ids.size() + 1)
                    .maxTime(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                byId.put(
                        keys.canonical(document.get("_id", BsonNull.VALUE)),
                        document.toJson(RELAXED).getBytes(UTF_8));
            }
            times.heard(session);
            return new Found(asOf, byId);
        }
    }
}

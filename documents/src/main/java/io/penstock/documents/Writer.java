package io.penstock.documents;

import com.mongodb.ClientSessionOptions;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.WriteConcern;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import io.penstock.api.DatabaseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;

/** Writes to one collection, many documents in one request, none of them twice. Waits. Threads may share one. */
final class Writer {
    private static final long PATIENCE_SECONDS = 30;
    /** One that fails does not keep the others back. */
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    private final MongoClient client;
    private final MongoCollection<BsonDocument> collection;
    private final ClusterTimes times;

    Writer(MongoClient client, MongoCollection<BsonDocument> collection, ClusterTimes times) {
        this.client = client;
        this.collection =
                collection.withWriteConcern(WriteConcern.MAJORITY.withWTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS));
        this.times = times;
    }

    /** Writes; what comes back are those that failed. */
    Map<Write, DatabaseException> write(List<Write> batch) {
        Map<Write, DatabaseException> failed = new HashMap<>();
        try {
            send(batch);
        } catch (MongoBulkWriteException partly) {
            for (BulkWriteError error : partly.getWriteErrors()) {
                failed.put(batch.get(error.getIndex()), Failures.of(doing(1), error.getCode(), error.getMessage()));
            }
            if (partly.getWriteConcernError() != null) {
                DatabaseException unconfirmed = Failures.of(
                        doing(batch.size()),
                        partly.getWriteConcernError().getCode(),
                        partly.getWriteConcernError().getMessage());
                batch.forEach(write -> failed.putIfAbsent(write, unconfirmed));
            }
        } catch (RuntimeException whole) {
            DatabaseException failure = Failures.of(doing(batch.size()), whole);
            if (batch.size() == 1 || (failure.mayPass() && whole instanceof MongoException)) {
                batch.forEach(write -> failed.put(write, failure));
            } else {
                // One of them is to blame, and the others need not suffer for it.
                batch.forEach(write -> failed.putAll(write(List.of(write))));
            }
        }
        return failed;
    }

    private void send(List<Write> batch) {
        ClientSessionOptions causal =
                ClientSessionOptions.builder().causallyConsistent(true).build();
        try (ClientSession session = client.startSession(causal)) {
            try {
                collection.bulkWrite(session, batch.stream().map(Write::model).toList(), UNORDERED);
            } finally {
                times.heard(session);
            }
        }
    }

    private String doing(int documents) {
        return "Writing " + (documents == 1 ? "a document" : documents + " documents") + " of "
                + collection.getNamespace().getFullName();
    }
}

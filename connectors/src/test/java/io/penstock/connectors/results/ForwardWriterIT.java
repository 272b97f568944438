package io.penstock.connectors.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.ServerAddress;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.MongoCollection;
import io.penstock.connectors.testing.Database;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForwardWriterIT {
    private Database database;
    private MongoCollection<BsonDocument> collection;

    @BeforeEach
    void start() {
        database = Database.onStandIn();
        collection = database.database().getCollection("results", BsonDocument.class);
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private static Entry entry(String order) {
        return Entry.of(new BsonDocument(Entry.ID, new BsonDocument("taskId", new BsonString("o-1")))
                .append(Entry.ORDER, new BsonString(order))
                .append("result", new BsonInt32(1)));
    }

    private List<BsonDocument> stored() {
        return collection.find().into(new ArrayList<>());
    }

    @Test
    void should_write_what_is_newer_though_another_process_inserted_the_same_id_at_the_same_moment() {
        Entry newer = entry("2");

        new ForwardWriter(overtaken(collection, () -> new ForwardWriter(collection).write(List.of(entry("1")))))
                .write(List.of(newer));

        assertThat(stored()).containsExactly(newer.document().orElseThrow());
    }

    @Test
    void should_leave_what_is_newer_though_another_process_inserted_it_at_the_same_moment() {
        Entry newest = entry("3");

        new ForwardWriter(overtaken(collection, () -> new ForwardWriter(collection).write(List.of(newest))))
                .write(List.of(entry("2")));

        assertThat(stored()).containsExactly(newest.document().orElseThrow());
    }

    @Test
    void should_come_to_an_end_at_a_document_that_is_not_its_own() {
        BsonDocument foreign = new BsonDocument(Entry.ID, entry("1").id());
        collection.insertOne(foreign);

        new ForwardWriter(collection).write(List.of(entry("1")));

        assertThat(stored()).containsExactly(foreign);
    }

    /** Its first write finds no document, and that there is one when it inserts its own. */
    @SuppressWarnings("unchecked")
    private static MongoCollection<BsonDocument> overtaken(MongoCollection<BsonDocument> of, Runnable meanwhile) {
        AtomicReference<Optional<Runnable>> once = new AtomicReference<>(Optional.of(meanwhile));
        return (MongoCollection<BsonDocument>) Proxy.newProxyInstance(
                ForwardWriterIT.class.getClassLoader(),
                new Class<?>[] {MongoCollection.class},
                (proxy, method, given) -> {
                    if (method.getName().equals("bulkWrite")) {
                        Optional<Runnable> first = once.getAndSet(Optional.empty());
                        if (first.isPresent()) {
                            first.get().run();
                            throw idIsTaken();
                        }
                    }
                    try {
                        return method.getReturnType() == MongoCollection.class ? proxy : method.invoke(of, given);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    private static MongoBulkWriteException idIsTaken() {
        BulkWriteError error = new BulkWriteError(
                11000,
                "E11000 duplicate key error collection: db.results index: _id_ dup key: { _id: 1 }",
                new BsonDocument(),
                0);
        return new MongoBulkWriteException(
                BulkWriteResult.unacknowledged(), List.of(error), null, new ServerAddress(), Set.of());
    }
}

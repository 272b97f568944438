package io.penstock.connectors.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.ServerAddress;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.WriteModel;
import io.penstock.connectors.testing.Database;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Of a 2dsphere, a compound, a hashed, a text and a 2d index, and of newer servers. */
    @ParameterizedTest
    @ValueSource(ints = {16755, 171, 16766, 17261, 17262, 13027, 16804, 201})
    void should_write_without_its_result_what_an_index_cannot_hold(int code) {
        new ForwardWriter(indexed(collection, code)).write(List.of(entry("1")));

        assertThat(stored())
                .singleElement()
                .satisfies(
                        document -> assertThat(document).containsKey("refused").doesNotContainKey("result"));
    }

    /** It has an index over results, which can hold none. */
    private static MongoCollection<BsonDocument> indexed(MongoCollection<BsonDocument> of, int code) {
        return watched(of, (List<WriteModel<BsonDocument>> writes) -> {
            if (writes.get(0) instanceof ReplaceOneModel<BsonDocument> replacement
                    && replacement.getReplacement().containsKey("result")) {
                throw refused(code, "Can't extract geo keys: { result: 1 } unknown GeoJSON type");
            }
        });
    }

    /** Its first write finds no document, and that there is one when it inserts its own. */
    private static MongoCollection<BsonDocument> overtaken(MongoCollection<BsonDocument> of, Runnable meanwhile) {
        AtomicReference<Optional<Runnable>> once = new AtomicReference<>(Optional.of(meanwhile));
        return watched(of, writes -> {
            Optional<Runnable> first = once.getAndSet(Optional.empty());
            if (first.isPresent()) {
                first.get().run();
                throw refused(
                        11000, "E11000 duplicate key error collection: db.results index: _id_ dup key: { _id: 1 }");
            }
        });
    }

    /** Writes that {@code look} throws at are not done. */
    @SuppressWarnings("unchecked")
    private static MongoCollection<BsonDocument> watched(
            MongoCollection<BsonDocument> of, Consumer<List<WriteModel<BsonDocument>>> look) {
        return (MongoCollection<BsonDocument>) Proxy.newProxyInstance(
                ForwardWriterIT.class.getClassLoader(),
                new Class<?>[] {MongoCollection.class},
                (proxy, method, given) -> {
                    if (method.getName().equals("bulkWrite")) {
                        look.accept((List<WriteModel<BsonDocument>>) given[0]);
                    }
                    try {
                        return method.getReturnType() == MongoCollection.class ? proxy : method.invoke(of, given);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    /** The first of the writes is refused. */
    private static MongoBulkWriteException refused(int code, String message) {
        return new MongoBulkWriteException(
                BulkWriteResult.unacknowledged(),
                List.of(new BulkWriteError(code, message, new BsonDocument(), 0)),
                null,
                new ServerAddress(),
                Set.of());
    }
}

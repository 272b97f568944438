package io.penstock.embedded.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stand-in refuses what it would not do. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnsupportedIT {
    private final MongoStandIn standIn = MongoStandIn.start(StandInOptions.defaults());
    private final MongoClient client = MongoClients.create(standIn.uri());
    private final MongoDatabase shop = client.getDatabase("shop");

    @BeforeAll
    void insert() {
        shop.getCollection("orders").insertOne(new Document("_id", 1));
    }

    @AfterAll
    void stop() {
        client.close();
        standIn.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{create: 'view', viewOn: 'orders', pipeline: []}",
                "{create: 'strict', validator: {n: {$type: 'int'}}}",
                "{create: 'series', timeseries: {timeField: 'at'}}",
                "{create: 'french', collation: {locale: 'fr'}}",
                "{collMod: 'orders', validator: {n: {$type: 'int'}}}",
                "{collMod: 'orders', index: {name: 'at_1', expireAfterSeconds: 60}}",
                "{createIndexes: 'orders', indexes: [{key: {at: 1}, name: 'at_1', expireAfterSeconds: 60}]}",
                "{createIndexes: 'orders', indexes: [{key: {n: 1}, name: 'n_1', unique: true,"
                        + " partialFilterExpression: {n: {$exists: true}}}]}",
                "{createIndexes: 'orders', indexes: [{key: {n: 1}, name: 'n_1', collation: {locale: 'fr'}}]}",
                "{find: 'orders', collation: {locale: 'en', strength: 2}}",
                "{aggregate: 'orders', pipeline: [], cursor: {}, collation: {locale: 'en'}}",
                "{aggregate: 'orders', pipeline: [{$changeStream: {showExpandedEvents: true}}], cursor: {}}",
                "{count: 'orders', collation: {locale: 'en'}}",
                "{distinct: 'orders', key: 'n', collation: {locale: 'en'}}",
                "{findAndModify: 'orders', remove: true, collation: {locale: 'en'}}"
            })
    void should_refuse(String command) {
        assertThatThrownBy(() -> shop.runCommand(Document.parse(command)))
                .isInstanceOfSatisfying(MongoCommandException.class, e -> {
                    assertThat(e.getErrorCode()).isEqualTo(115);
                    assertThat(e.getErrorMessage()).startsWith("the stand-in ").contains("against a MongoDB server");
                });
        assertThat(shop.getCollection("orders").countDocuments()).isEqualTo(1);
        assertThat(shop.listCollectionNames()).containsExactly("orders");
        assertThat(shop.getCollection("orders").listIndexes()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{update: 'orders', updates: [{q: {}, u: {$set: {n: 1}}, collation: {locale: 'en'}}]}",
                "{delete: 'orders', deletes: [{q: {}, limit: 0, collation: {locale: 'en'}}]}"
            })
    void should_refuse_a_statement(String command) {
        assertThat(shop.runCommand(Document.parse(command)).getList("writeErrors", Document.class))
                .singleElement()
                .satisfies(error -> assertThat(error.getInteger("code")).isEqualTo(115));
        assertThat(shop.getCollection("orders").find()).containsExactly(new Document("_id", 1));
    }

    @Test
    void should_take_the_collation_that_it_has() {
        assertThat(shop.runCommand(Document.parse("{count: 'orders', collation: {locale: 'simple'}}"))
                        .getInteger("n"))
                .isEqualTo(1);
    }
}

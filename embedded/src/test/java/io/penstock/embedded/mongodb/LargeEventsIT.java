package io.penstock.embedded.mongodb;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import com.mongodb.client.ChangeStreamIterable;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import com.mongodb.client.model.changestream.FullDocument;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An update of a document of 9 MB, which with what it sets and the document after it is an event of 18 MB. */
class LargeEventsIT {
    private static final Document SPLIT = new Document("$changeStreamSplitLargeEvent", new Document());

    private final MongoStandIn standIn = MongoStandIn.start(StandInOptions.defaults());
    private final MongoClient client = MongoClients.create(standIn.uri());
    private final MongoCollection<Document> orders = client.getDatabase("shop").getCollection("orders");
    private BsonDocument before = new BsonDocument();

    @BeforeEach
    void update() {
        try (var stream = orders.watch().cursor()) {
            orders.insertOne(new Document("_id", 1));
            before = stream.next().getResumeToken();
        }
        orders.updateOne(eq(1), Updates.set("text", "x".repeat(9 << 20)));
    }

    @AfterEach
    void stop() {
        client.close();
        standIn.close();
    }

    @Test
    void should_refuse_what_no_document_can_hold() {
        assertThatThrownBy(() -> next(List.of(), before))
                .isInstanceOfSatisfying(
                        MongoException.class, e -> assertThat(e.getCode()).isEqualTo(10334));
    }

    @Test
    void should_tell_it_in_parts_and_go_on_after_each() {
        ChangeStreamDocument<Document> first = next(List.of(SPLIT), before);
        ChangeStreamDocument<Document> second = next(List.of(SPLIT), first.getResumeToken());
        orders.insertOne(new Document("_id", 2));
        ChangeStreamDocument<Document> other = next(List.of(SPLIT), second.getResumeToken());

        assertThat(Stream.of(first, second)
                        .map(ChangeStreamDocument::getSplitEvent)
                        .map(Objects::requireNonNull)
                        .map(part -> part.getFragment() + "/" + part.getOf()))
                .containsExactly("1/2", "2/2");
        assertThat(Stream.of(first, second)
                        .filter(part -> part.getFullDocument() != null)
                        .count())
                .isEqualTo(1);
        assertThat(other.getSplitEvent()).isNull();
    }

    /** Both parts have 9 MB: together they are more than a batch takes. */
    @Test
    void should_tell_each_part_in_a_batch_that_has_room_for_it() {
        Document opened = client.getDatabase("shop")
                .runCommand(new Document("aggregate", "orders")
                        .append(
                                "pipeline",
                                List.of(
                                        new Document(
                                                "$changeStream",
                                                new Document("fullDocument", "updateLookup")
                                                        .append("resumeAfter", before)),
                                        SPLIT))
                        .append("cursor", new Document()))
                .get("cursor", Document.class);
        Document second = client.getDatabase("shop")
                .runCommand(new Document("getMore", opened.getLong("id")).append("collection", "orders"))
                .get("cursor", Document.class);

        assertThat(opened.getList("firstBatch", Document.class)).hasSize(1);
        assertThat(opened.get("postBatchResumeToken"))
                .isEqualTo(opened.getList("firstBatch", Document.class).get(0).get("_id"));
        assertThat(second.getList("nextBatch", Document.class)).hasSize(1);
    }

    /** As Debezium asks for it with {@code cursor.oversize.handling.mode: skip}. */
    @Test
    void should_leave_out_what_is_larger_than_a_client_wants() {
        String most = "[{$bsonSize: '$%s'}, 1000]";
        Document small = Document.parse("{$match: {$and: [{$expr: {$lte: " + most.formatted("fullDocument")
                + "}}, {$expr: {$lte: " + most.formatted("fullDocumentBeforeChange") + "}}]}}");
        orders.insertOne(new Document("_id", 2).append("text", "x".repeat(1000 - 25)));
        orders.insertOne(new Document("_id", 3).append("text", "x".repeat(1000 - 24)));
        orders.deleteOne(eq(3));

        try (var stream = orders.watch(List.of(small))
                .fullDocument(FullDocument.UPDATE_LOOKUP)
                .resumeAfter(before)
                .cursor()) {
            orders.deleteOne(eq(1));
            assertThat(Stream.generate(stream::next)
                            .limit(3)
                            .map(event -> Objects.requireNonNull(event.getOperationType())
                                            .getValue()
                                    + Objects.requireNonNull(event.getDocumentKey())
                                            .getInt32("_id")
                                            .getValue()))
                    .containsExactly("insert2", "delete3", "delete1");
        }
    }

    @Test
    void should_not_go_on_after_a_part_that_it_cannot_make_again() {
        BsonDocument part = next(List.of(SPLIT), before).getResumeToken();
        orders.deleteOne(eq(1));

        assertThatThrownBy(() -> next(List.of(SPLIT), part))
                .isInstanceOfSatisfying(
                        MongoException.class, e -> assertThat(e.getCode()).isEqualTo(280));
    }

    @Test
    void should_count_the_bytes_of_binaries_that_its_library_has_no_class_for() {
        MongoCollection<Document> images = client.getDatabase("shop").getCollection("images");
        Binary image = new Binary((byte) 0x80, new byte[1 << 20]);
        for (int i = 0; i < 20; i++) {
            images.insertOne(new Document("_id", i).append("image", image));
        }
        Document reply = client.getDatabase("shop").runCommand(new Document("find", "images"));

        assertThat(reply.get("cursor", Document.class).getList("firstBatch", Document.class))
                .hasSizeLessThan(20);
    }

    private ChangeStreamDocument<Document> next(List<Document> pipeline, BsonDocument after) {
        ChangeStreamIterable<Document> stream =
                orders.watch(pipeline).fullDocument(FullDocument.UPDATE_LOOKUP).resumeAfter(after);
        try (var cursor = stream.cursor()) {
            return cursor.next();
        }
    }
}

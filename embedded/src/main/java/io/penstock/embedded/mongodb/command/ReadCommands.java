package io.penstock.embedded.mongodb.command;

import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.oplog.Namespace;
import io.penstock.embedded.mongodb.protocol.ServerError;
import io.penstock.embedded.mongodb.store.PipelineStages;
import io.penstock.embedded.mongodb.store.StoredCollection;
import io.penstock.embedded.mongodb.store.StoredDatabase;
import io.penstock.embedded.mongodb.stream.ChangeStream;
import io.penstock.embedded.mongodb.stream.StreamScope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code find}, {@code aggregate} (change streams included), {@code count} and {@code distinct}. */
final class ReadCommands {
    private final Member member;
    private final CursorCommands cursors;

    ReadCommands(Member member, CursorCommands cursors) {
        this.member = member;
        this.cursors = cursors;
    }

    Map<String, Command> commands() {
        return Map.of(
                "find", this::find,
                "aggregate", this::aggregate,
                "count", this::count,
                "distinct", this::distinct);
    }

    private Document find(Invocation invocation) {
        Unsupported.refuse(invocation.body(), "find");
        Namespace namespace = invocation.namespace();
        Document filter = invocation.document("filter");
        int limit = invocation.number("limit", 0);
        boolean singleBatch = invocation.flag("singleBatch", false) || limit < 0;
        Optional<StoredCollection> collection = member.catalog().collection(namespace);
        ServerCursor cursor;
        if (collection.isEmpty()) {
            cursor = new ServerCursor.OfList(namespace, List.of());
        } else if (filter.isEmpty()
                && limit == 0
                && invocation.number("skip", 0) == 0
                && invocation.document("sort").isEmpty()
                && invocation.document("projection").isEmpty()) {
            cursor = new ServerCursor.OfCollection(namespace, collection.get());
        } else {
            List<Document> found = collection
                    .get()
                    .find(
                            filter,
                            invocation.optionalDocument("sort"),
                            invocation.number("skip", 0),
                            Math.abs(limit),
                            invocation.optionalDocument("projection"));
            cursor = new ServerCursor.OfList(namespace, found);
        }
        return cursors.open(cursor, invocation.number("batchSize", ServerCursor.FIRST_BATCH), singleBatch);
    }

    private Document aggregate(Invocation invocation) {
        Unsupported.refuse(invocation.body(), "aggregate");
        List<Document> pipeline = invocation.documents("pipeline");
        int batchSize = invocation.document("cursor").get("batchSize") instanceof Number number
                ? number.intValue()
                : ServerCursor.FIRST_BATCH;
        boolean wholeDatabase = invocation.body().get("aggregate") instanceof Number;
        Namespace namespace = wholeDatabase
                ? new Namespace(invocation.request().database(), "$cmd.aggregate")
                : invocation.namespace();
        if (!pipeline.isEmpty() && pipeline.get(0).get("$changeStream") instanceof Document options) {
            if (options.containsKey("resumeAfter")) {
                member.awaitOplogRead();
            }
            ChangeStream stream = new ChangeStream(
                    member.oplog(),
                    member.catalog(),
                    member::committed,
                    member.release(),
                    scope(options, namespace, wholeDatabase),
                    options,
                    pipeline.subList(1, pipeline.size()));
            return cursors.open(new ServerCursor.OfChanges(namespace, stream), batchSize, false);
        }
        return cursors.open(new ServerCursor.OfList(namespace, results(namespace, pipeline)), batchSize, false);
    }

    private static StreamScope scope(Document options, Namespace namespace, boolean wholeDatabase) {
        if (Invocation.isTrue(options.get("allChangesForCluster"), false)) {
            if (!wholeDatabase || !namespace.database().equals("admin")) {
                throw new ServerError(
                        72,
                        "InvalidOptions",
                        "A $changeStream with 'allChangesForCluster:true' may only be opened on the 'admin' database,"
                                + " and with no collection name; found " + namespace);
            }
            return new StreamScope.Deployment();
        }
        if (wholeDatabase && List.of("admin", "config", "local").contains(namespace.database())) {
            throw new ServerError(
                    73,
                    "InvalidNamespace",
                    "$changeStream may not be opened on the internal " + namespace.database() + " database");
        }
        return wholeDatabase ? new StreamScope.Database(namespace.database()) : new StreamScope.Collection(namespace);
    }

    private List<Document> results(Namespace namespace, List<Document> pipeline) {
        for (Document stage : pipeline) {
            if (stage.containsKey("$out") || stage.containsKey("$merge")) {
                throw new ServerError(
                        115, "CommandNotSupported", "the stand-in has no $out and $merge: write with insert or update");
            }
        }
        StoredDatabase database = member.catalog().database(namespace.database());
        StoredCollection collection = member.catalog().collection(namespace).orElse(null);
        Stream<Document> documents = collection == null ? Stream.of() : collection.after(-1).values().stream();
        List<Document> stages = PipelineStages.withoutAliases(pipeline, member.now());
        if (!stages.isEmpty()
                && stages.get(0).get("$sample") instanceof Document sample
                && sample.get("size") instanceof Number size
                && size.intValue() > 0) {
            // The library's own compares at random, and a sort that notices ends with an error.
            List<Document> shuffled = new ArrayList<>(documents.toList());
            Collections.shuffle(shuffled);
            documents = shuffled.stream().limit(size.intValue());
            stages = stages.subList(1, stages.size());
        }
        return PipelineStages.aggregation(stages, member.catalog()::database, database, collection)
                .runStages(documents);
    }

    private Document count(Invocation invocation) {
        Unsupported.refuse(invocation.body(), "count");
        int count = member.catalog()
                .collection(invocation.namespace())
                .map(collection -> collection
                        .find(
                                invocation.document("query"),
                                null,
                                invocation.number("skip", 0),
                                Math.abs(invocation.number("limit", 0)),
                                null)
                        .size())
                .orElse(0);
        return new Document("n", count);
    }

    private Document distinct(Invocation invocation) {
        Unsupported.refuse(invocation.body(), "distinct");
        return member.catalog()
                .collection(invocation.namespace())
                .map(collection -> new Document(
                        "values", collection.handleDistinct(invocation.body()).get("values")))
                .orElseGet(() -> new Document("values", List.of()));
    }
}

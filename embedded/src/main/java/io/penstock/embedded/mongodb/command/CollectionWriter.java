package io.penstock.embedded.mongodb.command;

import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.QueryMatcher;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.oplog.Change;
import io.penstock.embedded.mongodb.oplog.ClusterClock;
import io.penstock.embedded.mongodb.oplog.DocumentSize;
import io.penstock.embedded.mongodb.oplog.Namespace;
import io.penstock.embedded.mongodb.oplog.ServerRelease;
import io.penstock.embedded.mongodb.oplog.UpdateDescriber;
import io.penstock.embedded.mongodb.oplog.UpdateDescription;
import io.penstock.embedded.mongodb.protocol.ServerError;
import io.penstock.embedded.mongodb.session.Journal;
import io.penstock.embedded.mongodb.store.OperatorUpdate;
import io.penstock.embedded.mongodb.store.PipelineStages;
import io.penstock.embedded.mongodb.store.StoredCollection;
import io.penstock.embedded.mongodb.store.StoredDatabase;
import io.penstock.embedded.mongodb.store.Updated;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Changes documents of one collection, and writes each change down. */
final class CollectionWriter {
    private static final QueryMatcher MATCHER = new DefaultQueryMatcher();
    private static final BsonTimestamp EMPTY = new BsonTimestamp(0);

    private final StoredCollection collection;
    private final Namespace namespace;
    private final Journal journal;
    private final ServerRelease release;
    private final ClusterClock clock;

    CollectionWriter(
            StoredCollection collection,
            Namespace namespace,
            Journal journal,
            ServerRelease release,
            ClusterClock clock) {
        this.collection = collection;
        this.namespace = namespace;
        this.journal = journal;
        this.release = release;
        this.clock = clock;
    }

    /**
     * The documents that match, claimed. All of them before the first is changed: a write that meets an open transaction is run
     * anew as a whole.
     *
     * @param limit 0 for no limit
     */
    List<Document> claim(Document filter, @Nullable Document sort, int limit) {
        journal.seek(collection.getUuid(), document -> MATCHER.matches(document, filter));
        List<Document> found = collection.find(filter, sort, 0, limit, null);
        found.forEach(target -> journal.claim(collection.getUuid(), target.get("_id"), Optional.of(target)));
        return found;
    }

    /**
     * The document as it is stored.
     *
     * @throws ServerError 2 if it is larger than a document may be
     */
    Document insert(Document document) {
        long size = DocumentSize.of(document);
        if (size > DocumentSize.MAX) {
            throw ServerError.badValue(
                    "object to insert too large. size in bytes: " + size + ", max size: " + DocumentSize.MAX);
        }
        return store(stamped(document));
    }

    /** Empty timestamps at the top of what is sent as a whole are for the server to fill in; it leaves the id alone. */
    private Document stamped(Document document) {
        if (!document.containsValue(EMPTY)) {
            return document;
        }
        Document stamped = new Document();
        document.forEach((name, value) -> stamped.append(
                name, EMPTY.equals(value) && !name.equals("_id") ? new BsonTimestamp(clock.tick()) : value));
        return stamped;
    }

    private Document store(Document document) {
        if (document.containsKey("_id")) {
            journal.claim(collection.getUuid(), document.get("_id"), Optional.empty());
        }
        return inserted(collection.insert(document));
    }

    void delete(Document document) {
        Object id = document.get("_id");
        collection.remove(document);
        record(new Change.Delete(id, image(document)), id, Optional.of(document));
    }

    /**
     * Updates one document; empty if that changes nothing.
     *
     * @throws ServerError 17419 if it would become larger than a document may be
     */
    Optional<Updated> update(Document target, Document filter, Object update, List<Document> arrayFilters) {
        Object id = target.get("_id");
        Document after = withId(id, changed(target, filter, update, arrayFilters));
        if (after.equals(target)) {
            return Optional.empty();
        }
        requireSize(after, 17_419, "Resulting document after update");
        collection.replace(target, after);
        record(change(target, after, update), id, Optional.of(target));
        return Optional.of(new Updated(target, after));
    }

    private Document changed(Document target, Document filter, Object update, List<Document> arrayFilters) {
        if (update instanceof List<?> pipeline) {
            return transformed(target, pipeline);
        }
        Document document = (Document) update;
        return isOperators(document)
                ? collection.updated(target, new OperatorUpdate(filter, document, arrayFilters), clock)
                : stamped(document);
    }

    private Change change(Document before, Document after, Object update) {
        Optional<UpdateDescription> description = Optional.empty();
        if (update instanceof Document operators && isOperators(operators)) {
            description = Optional.of(UpdateDescriber.byOperators(before, after, operators, release));
        } else if (update instanceof List<?> && release.isModern()) {
            description = UpdateDescriber.byComparison(before, after);
        }
        Object id = before.get("_id");
        return description.isPresent()
                ? new Change.Update(id, description.get(), image(before), image(after))
                : new Change.Replace(after, image(before));
    }

    /**
     * Inserts the document that an update makes of a filter which matched nothing.
     *
     * @throws ServerError 17420 if it is larger than a document may be
     */
    Document upsert(Document filter, Object update, List<Document> arrayFilters) {
        Document made;
        if (update instanceof List<?> pipeline) {
            made = transformed(collection.startOfUpsert(filter), pipeline);
        } else if (update instanceof Document operators && isOperators(operators)) {
            made = collection.upserted(new OperatorUpdate(filter, operators, arrayFilters), clock);
        } else {
            made = collection.upserted(filter, stamped((Document) update));
        }
        requireSize(made, 17_420, "Document to upsert");
        return store(made);
    }

    private static void requireSize(Document document, int code, String what) {
        if (DocumentSize.of(document) > DocumentSize.MAX) {
            throw ServerError.numbered(code, what + " is larger than " + DocumentSize.MAX);
        }
    }

    private Document inserted(Document document) {
        record(new Change.Insert(document), document.get("_id"), Optional.empty());
        return document;
    }

    private Document transformed(Document document, List<?> pipeline) {
        StoredDatabase database = (StoredDatabase) collection.getDatabase();
        return PipelineStages.aggregation(
                        PipelineStages.withoutAliases(pipeline, clock.wallTime()),
                        name -> database,
                        database,
                        collection)
                .runStages(Stream.of(document.cloneDeeply()))
                .get(0);
    }

    private static Document withId(@Nullable Object id, Document document) {
        if (document.containsKey("_id") && !java.util.Objects.equals(document.get("_id"), id)) {
            throw new ServerError(
                    66,
                    "ImmutableField",
                    "After applying the update, the (immutable) field '_id' was found to have been altered to _id: "
                            + document.get("_id"));
        }
        Document result = new Document("_id", id);
        for (Map.Entry<String, Object> field : document.entrySet()) {
            result.put(field.getKey(), field.getValue());
        }
        return result;
    }

    private void record(Change change, @Nullable Object id, Optional<Document> before) {
        journal.record(namespace, collection.getUuid(), change, () -> collection.restore(id, before));
    }

    private Optional<Document> image(Document document) {
        return collection.keepsImages() ? Optional.of(document) : Optional.empty();
    }

    static boolean isOperators(Document document) {
        return !document.isEmpty() && document.keySet().iterator().next().startsWith("$");
    }
}

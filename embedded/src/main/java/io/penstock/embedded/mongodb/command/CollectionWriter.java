package io.penstock.embedded.mongodb.command;

import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.QueryMatcher;
import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.NoopOplog;
import io.penstock.embedded.mongodb.oplog.Change;
import io.penstock.embedded.mongodb.oplog.Namespace;
import io.penstock.embedded.mongodb.oplog.ServerRelease;
import io.penstock.embedded.mongodb.oplog.UpdateDescriber;
import io.penstock.embedded.mongodb.protocol.ServerError;
import io.penstock.embedded.mongodb.session.Journal;
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

    private final StoredCollection collection;
    private final Namespace namespace;
    private final Journal journal;
    private final ServerRelease release;

    CollectionWriter(StoredCollection collection, Namespace namespace, Journal journal, ServerRelease release) {
        this.collection = collection;
        this.namespace = namespace;
        this.journal = journal;
        this.release = release;
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

    void insert(Document document) {
        if (document.containsKey("_id")) {
            journal.claim(collection.getUuid(), document.get("_id"), Optional.empty());
        }
        inserted(collection.insert(document));
    }

    void delete(Document document) {
        Object id = document.get("_id");
        collection.remove(document);
        record(new Change.Delete(id, image(document)), id, Optional.of(document));
    }

    /** Updates one document; empty if that changes nothing. */
    Optional<Updated> update(Document target, Document filter, Object update, List<Document> arrayFilters) {
        Object id = target.get("_id");
        if (update instanceof Document operators && isOperators(operators)) {
            Optional<Updated> updated = collection.update(id, filter, operators, arrayFilters);
            updated.ifPresent(change -> record(
                    new Change.Update(
                            id,
                            UpdateDescriber.byOperators(change.before(), change.after(), operators, release),
                            image(change.before()),
                            image(change.after())),
                    id,
                    Optional.of(change.before())));
            return updated;
        }
        Document after =
                withId(id, update instanceof List<?> pipeline ? transformed(target, pipeline) : (Document) update);
        if (after.equals(target)) {
            return Optional.empty();
        }
        collection.replace(target, after);
        Change change = update instanceof List<?> && release.isModern()
                ? new Change.Update(
                        id, UpdateDescriber.byComparison(target, after, release), image(target), image(after))
                : new Change.Replace(after, image(target));
        record(change, id, Optional.of(target));
        return Optional.of(new Updated(target, after));
    }

    /** Inserts the document that an update makes of a filter which matched nothing. */
    Document upsert(Document filter, Object update, List<Document> arrayFilters) {
        if (update instanceof List<?> pipeline) {
            Document base = new Document();
            filter.forEach((field, value) -> {
                if (!field.startsWith("$") && !(value instanceof Document condition && isOperators(condition))) {
                    base.append(field, value);
                }
            });
            return upserted(collection.insert(transformed(base, pipeline)));
        }
        return upserted(collection.upsert(filter, (Document) update, arrayFilters));
    }

    /** Only now its id is known. */
    private Document upserted(Document document) {
        try {
            journal.claim(collection.getUuid(), document.get("_id"), Optional.empty());
        } catch (ServerError e) {
            collection.remove(document);
            throw e;
        }
        return inserted(document);
    }

    private Document inserted(Document document) {
        record(new Change.Insert(document), document.get("_id"), Optional.empty());
        return document;
    }

    private Document transformed(Document document, List<?> pipeline) {
        StoredDatabase database = (StoredDatabase) collection.getDatabase();
        return Aggregation.fromPipeline(
                        PipelineStages.withoutAliases(pipeline),
                        name -> database,
                        database,
                        collection,
                        NoopOplog.get())
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

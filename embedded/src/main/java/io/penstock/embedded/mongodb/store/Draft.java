package io.penstock.embedded.mongodb.store;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoCollection;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A collection without indexes whose one document is not stored anywhere. The library applies update operators to
 * documents of collections alone, and touches the indexes before all is well.
 */
final class Draft extends AbstractMongoCollection<Integer> {
    private Optional<Document> held = Optional.empty();

    Draft(MongoDatabase database, String name) {
        super(database, name, CollectionOptions.withDefaults(), new CursorRegistry());
    }

    /** What the operators make of a document, which stays as it is. */
    Document update(Document document, Document filter, Document operators, List<Document> arrayFilters) {
        Document copy = document.cloneDeeply();
        held = Optional.of(copy);
        run(filter, operators, arrayFilters);
        return copy;
    }

    /** The document that they make of a filter which matches nothing. */
    Document upsert(Document filter, Document operators, List<Document> arrayFilters) {
        held = Optional.empty();
        return run(filter, operators, arrayFilters);
    }

    private Document run(Document filter, Document operators, List<Document> arrayFilters) {
        try {
            return (Document) Objects.requireNonNull(findAndModify(new Document("query", filter)
                            .append("update", operators)
                            .append("arrayFilters", arrayFilters)
                            .append("upsert", true)
                            .append("new", true))
                    .get("value"));
        } catch (FindAndModifyPlanExecutorError e) {
            throw e.getCause();
        } finally {
            held = Optional.empty();
        }
    }

    @Override
    protected QueryResult queryDocuments(
            Document filter,
            @Nullable Document sort,
            int skip,
            int limit,
            int batchSize,
            @Nullable Document projection) {
        return new QueryResult(held.stream().toList());
    }

    @Override
    protected QueryResult matchDocuments(
            Document query, Document orderBy, int skip, int limit, int batchSize, Document projection) {
        return queryDocuments(query, orderBy, skip, limit, batchSize, projection);
    }

    @Override
    protected Integer findDocumentPosition(Document document) {
        return 0;
    }

    @Override
    protected Integer addDocumentInternal(Document document) {
        return 0;
    }

    @Override
    protected void handleUpdate(Integer position, Document before, Document after) {
        // The copy was changed in place.
    }

    @Override
    protected boolean tracksDataSize() {
        return false;
    }

    @Override
    public int count() {
        return held.isPresent() ? 1 : 0;
    }

    @Override
    protected Stream<DocumentWithPosition<Integer>> streamAllDocumentsWithPosition() {
        return held.stream().map(document -> new DocumentWithPosition<>(document, 0));
    }

    @Override
    protected Document getDocument(Integer position) {
        return held.orElseThrow();
    }

    @Override
    protected void removeDocument(Integer position) {
        throw unsupported();
    }

    @Override
    protected void updateDataSize(int delta) {
        throw unsupported();
    }

    @Override
    protected int getDataSize() {
        throw unsupported();
    }

    private static UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException("a draft is for updates alone");
    }
}

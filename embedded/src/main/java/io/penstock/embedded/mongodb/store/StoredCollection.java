package io.penstock.embedded.mongodb.store;

import de.bwaldvogel.mongo.backend.AbstractMongoCollection;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DocumentComparator;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import io.penstock.embedded.mongodb.oplog.ClusterClock;
import io.penstock.embedded.mongodb.protocol.KeyString;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A collection: its documents in the order in which they came, and an index on {@code _id}. Queries, update operators
 * and projections are the library's. A document that is stored is never changed, an update puts another in its place;
 * so documents may be read, sent and kept in the oplog without copying.
 *
 * <p>Whoever uses it keeps others out meanwhile.
 */
public final class StoredCollection extends AbstractMongoCollection<Integer> {
    private final UUID uuid;
    private final TreeMap<Integer, Document> documents = new TreeMap<>();
    private final IdIndex ids = new IdIndex();
    private final UpdateOperators operators;
    private Document description;
    private int nextPosition;

    StoredCollection(StoredDatabase database, String name, UUID uuid, Document description) {
        super(database, name, CollectionOptions.withDefaults(), new CursorRegistry());
        this.uuid = uuid;
        this.description = description;
        this.operators = new UpdateOperators(database, name);
        addIndex(ids);
    }

    @Override
    public UUID getUuid() {
        return uuid;
    }

    /** The options with which it was created, or to which they were changed since. */
    public Document description() {
        return description;
    }

    /** Replaces the options. */
    public void describe(Document options) {
        description = options;
    }

    /** Whether the state before and after each change is to be kept for change streams. */
    public boolean keepsImages() {
        return description.get("changeStreamPreAndPostImages") instanceof Document images
                && Boolean.TRUE.equals(images.get("enabled"));
    }

    /**
     * The documents that match, in order.
     *
     * @param limit 0 for no limit
     */
    public List<Document> find(
            Document filter, @Nullable Document sort, int skip, int limit, @Nullable Document projection) {
        return queryDocuments(filter, sort, skip, limit, 0, projection).collectDocuments();
    }

    /** The document with this id. */
    public Optional<Document> byId(@Nullable Object id) {
        Integer position = ids.positions().get(KeyString.of(id));
        return Optional.ofNullable(position).map(documents::get);
    }

    /**
     * Adds a document, with {@code _id} first, made up if there is none.
     *
     * @return the document as stored
     * @throws MongoServerError 11000 if a unique index has one like it
     */
    public Document insert(Document document) {
        Document stored = document;
        if (document.isEmpty() || !document.keySet().iterator().next().equals("_id")) {
            stored = new Document(
                    "_id", document.containsKey("_id") ? document.get("_id") : new de.bwaldvogel.mongo.bson.ObjectId());
            for (var field : document.entrySet()) {
                stored.putIfAbsent(field.getKey(), field.getValue());
            }
        }
        addDocument(stored);
        return stored;
    }

    /** What update operators make of a document, which stays as it is. */
    public Document updated(Document before, OperatorUpdate update, ClusterClock clock) {
        return operators.update(before, update, clock);
    }

    /** What update operators make of a filter that matched nothing; it is not stored yet. */
    public Document upserted(OperatorUpdate update, ClusterClock clock) {
        return operators.upsert(update, clock);
    }

    /** A replacement with the id that a filter says, which matched nothing; it is not stored yet. */
    public Document upserted(Document filter, Document replacement) {
        return operators.upsert(filter, replacement);
    }

    /** What a filter says by itself, with an id, for a pipeline to go on with. */
    public Document startOfUpsert(Document filter) {
        return operators.base(filter);
    }

    /** Takes a document out that is stored here. */
    public void remove(Document document) {
        removeDocument(document);
    }

    /**
     * Puts another document in the place of one that is stored here, with the same id.
     *
     * @throws MongoServerError 11000 if a unique index has one like it
     */
    public void replace(Document before, Document after) {
        int position = Objects.requireNonNull(ids.getPosition(before));
        getIndexes().forEach(index -> index.checkUpdate(before, after, this));
        getIndexes().forEach(index -> index.updateInPlace(before, after, position, this));
        documents.put(position, after);
    }

    /** Puts a document back to how it was, or away, or there again: undoes a change. */
    public void restore(@Nullable Object id, Optional<Document> state) {
        Optional<Document> current = byId(id);
        if (current.isPresent() && state.isPresent()) {
            replace(current.get(), state.get());
        } else if (current.isPresent()) {
            removeDocument(current.get());
        } else {
            state.ifPresent(this::addDocument);
        }
    }

    /** The document with only the fields that a projection asks for. */
    public Document project(Document document, Document projection) {
        return matchDocumentsFromStream(new Document(), Stream.of(document), 0, 0, 0, null, projection)
                .collectDocuments()
                .get(0);
    }

    /** The next documents after a place in the order of insertion; {@code -1} is before the first. */
    public NavigableMap<Integer, Document> after(int position) {
        return documents.tailMap(position, false);
    }

    /** About how many bytes the documents take. */
    public long dataSize() {
        return documents.values().stream()
                .mapToLong(io.penstock.embedded.mongodb.oplog.DocumentSize::of)
                .sum();
    }

    @Override
    protected QueryResult queryDocuments(
            Document filter,
            @Nullable Document sort,
            int skip,
            int limit,
            int batchSize,
            @Nullable Document projection) {
        int byId = IdRange.direction(sort);
        IdRange range = IdRange.of(filter);
        Stream<Document> candidates;
        if (range.exact().isPresent()) {
            Collection<KeyString> keys = range.exact().get();
            candidates = keys.stream()
                    .map(ids.positions()::get)
                    .filter(Objects::nonNull)
                    .map(documents::get);
            byId = byId > 0 ? 1 : keys.size() < 2 ? byId : 0;
        } else if (byId != 0 || !range.isAll()) {
            NavigableMap<KeyString, Integer> part = range.within(ids.positions());
            candidates =
                    (byId < 0 ? part.descendingMap() : part).values().stream().map(documents::get);
        } else {
            candidates = (isNaturalDescending(sort) ? documents.descendingMap() : documents).values().stream();
        }
        Comparator<Document> comparator = byId != 0 || sort == null || sort.isEmpty() || sort.containsKey("$natural")
                ? null
                : new DocumentComparator(sort);
        return matchDocumentsFromStream(filter, candidates, skip, limit, 0, comparator, projection);
    }

    @Override
    protected QueryResult createQueryResult(List<Document> matched, int batchSize) {
        return new QueryResult(matched);
    }

    @Override
    protected QueryResult matchDocuments(
            Document query, Document orderBy, int skip, int limit, int batchSize, Document projection) {
        return queryDocuments(query, orderBy, skip, limit, batchSize, projection);
    }

    @Override
    protected Document getDocument(Integer position) {
        return Objects.requireNonNull(documents.get(position));
    }

    @Override
    protected boolean tracksDataSize() {
        return false;
    }

    @Override
    protected void updateDataSize(int delta) {
        throw new UnsupportedOperationException("sizes are not tracked");
    }

    @Override
    protected int getDataSize() {
        return (int) Math.min(dataSize(), Integer.MAX_VALUE);
    }

    @Override
    protected Integer addDocumentInternal(Document document) {
        int position = nextPosition++;
        documents.put(position, document);
        return position;
    }

    @Override
    protected void handleUpdate(Integer position, Document before, Document after) {
        throw new UnsupportedOperationException("updates are made of copies, see replace");
    }

    @Override
    protected void removeDocument(Integer position) {
        documents.remove(position);
    }

    @Override
    public int count() {
        return documents.size();
    }

    @Override
    protected Stream<DocumentWithPosition<Integer>> streamAllDocumentsWithPosition() {
        return documents.entrySet().stream().map(entry -> new DocumentWithPosition<>(entry.getValue(), entry.getKey()));
    }
}

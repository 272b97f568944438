package io.penstock.cli.snapshot;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import io.penstock.cli.process.CommandFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bson.BsonBinarySubType;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * The kinds of ids in a collection. Debezium reads a collection in chunks from one id to the next, and MongoDB compares an
 * id with those of its own kind alone (type bracketing): so a reading finds those of one kind, and passes over the others in
 * silence. And there are kinds by which Debezium cannot go on at all ({@code
 * MongoDbIncrementalSnapshotChangeEventSource.keyFromRow}): it ends, and whenever it is started again.
 */
public final class DocumentIds {
    private static final String BINARY = "binData";
    private static final List<String> READABLE = List.of("number", "string", "objectId", BINARY);
    private static final List<String> UNREADABLE =
            List.of("object", "date", "bool", "timestamp", "null", "minKey", "maxKey");
    /** Kinds by which Debezium cannot read either, and of which a server that only speaks MongoDB's protocol may not know. */
    private static final List<String> HISTORIC = List.of("javascript", "javascriptWithScope", "symbol", "dbPointer");

    private static final int BAD_VALUE = 2;

    private final MongoCollection<BsonDocument> collection;
    private final Optional<String> filter;

    /**
     * @param filter takes the documents that are to be read, in MongoDB's query language; empty: all
     */
    public DocumentIds(MongoCollection<BsonDocument> collection, Optional<String> filter) {
        this.collection = collection;
        this.filter = filter;
    }

    /**
     * What is to be read one after the other: a filter for each kind of ids, if there are several. Each kind is looked for in
     * the index of ids.
     *
     * @throws CommandFailure if there are ids by which Debezium cannot read
     */
    List<Optional<String>> filters() {
        unreadable().stream().findFirst().ifPresent(what -> {
            throw refusal(what);
        });
        List<Optional<String>> filters = new ArrayList<>();
        for (String kind : READABLE) {
            if (has(kind)) {
                filters.add(Optional.of(of(kind).toJson()));
            }
        }
        return filters.size() > 1 ? List.copyOf(filters) : List.of(filter);
    }

    /** What there is of ids by which Debezium cannot read, in words that follow "whose _id is". */
    public List<String> unreadable() {
        List<String> found = new ArrayList<>();
        Stream.concat(UNREADABLE.stream().filter(this::has), HISTORIC.stream().filter(this::mayHave))
                .forEach(kind -> found.add("of the type '" + kind + "'"));
        if (!binaryIsReadable()) {
            found.add("binary and no UUID of subtype 4");
        }
        return found;
    }

    /** A filter that takes those documents by whose ids Debezium can read; where not all binary ids are UUIDs, none of them. */
    public String readable() {
        List<Document> kinds = READABLE.stream()
                .filter(kind -> !kind.equals(BINARY) || binaryIsReadable())
                .map(kind -> new Document("_id", new Document("$type", kind)))
                .toList();
        return new Document("$or", kinds).toJson();
    }

    /** Binary ids are ordered by length and subtype first: between two UUIDs there are but UUIDs. */
    private boolean binaryIsReadable() {
        return Stream.of(Sorts.ascending("_id"), Sorts.descending("_id"))
                .allMatch(order -> id(BINARY, order).map(DocumentIds::isUuid).orElse(true));
    }

    private boolean mayHave(String kind) {
        try {
            return has(kind);
        } catch (MongoCommandException e) {
            if (e.getErrorCode() == BAD_VALUE) {
                // Of a kind that the server does not know it has none.
                return false;
            }
            throw e;
        }
    }

    private boolean has(String kind) {
        return id(kind, Sorts.ascending("_id")).isPresent();
    }

    private Optional<BsonValue> id(String kind, Bson order) {
        return Optional.ofNullable(collection
                        .find(of(kind))
                        .sort(order)
                        .projection(Projections.include("_id"))
                        .first())
                .map(document -> document.get("_id"));
    }

    private Document of(String kind) {
        Document ofKind = new Document("_id", new Document("$type", kind));
        return filter.map(it -> new Document("$and", List.of(ofKind, Document.parse(it))))
                .orElse(ofKind);
    }

    private static boolean isUuid(BsonValue id) {
        return id.isBinary() && id.asBinary().getType() == BsonBinarySubType.UUID_STANDARD.getValue();
    }

    private CommandFailure refusal(String what) {
        return CommandFailure.failed("There are documents in " + collection.getNamespace() + " whose _id is " + what
                + ". Debezium reads in chunks by ids that are numbers, texts, ObjectIds or UUIDs, and ends at any other, so"
                + " nothing was asked of it. Leave those out, such as by --filter '{\"_id\": {\"$type\": [\"number\","
                + " \"string\", \"objectId\"]}}'; they come when they change, and with a first snapshot.");
    }
}

package io.penstock.embedded.mongodb.command;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import io.penstock.embedded.mongodb.oplog.Namespace;
import io.penstock.embedded.mongodb.protocol.ServerError;
import io.penstock.embedded.mongodb.store.StoredCollection;
import io.penstock.embedded.mongodb.store.Updated;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code insert}, {@code update}, {@code delete} and {@code findAndModify}. */
final class WriteCommands {
    private final Member member;
    private final CatalogCommands catalog;

    WriteCommands(Member member, CatalogCommands catalog) {
        this.member = member;
        this.catalog = catalog;
    }

    Map<String, Command> commands() {
        return Map.of(
                "insert", this::insert,
                "update", this::update,
                "delete", this::delete,
                "findAndModify", this::findAndModify,
                "findandmodify", this::findAndModify);
    }

    /** One statement of a command that has many. */
    private interface Statement {
        Document run(Document statement);
    }

    private Document insert(Invocation invocation) {
        CollectionWriter writer = writer(invocation, catalog.getOrCreate(invocation.namespace()));
        Totals totals = forEach(invocation, "documents", document -> {
            writer.insert(document);
            return new Document("n", 1);
        });
        return totals.reply();
    }

    private Document update(Invocation invocation) {
        Totals totals = forEach(invocation, "updates", statement -> updateStatement(invocation, statement));
        Document reply = totals.reply().append("nModified", totals.modified);
        return totals.upserted.isEmpty() ? reply : reply.append("upserted", totals.upserted);
    }

    private Document updateStatement(Invocation invocation, Document statement) {
        Unsupported.refuse(statement, "update");
        Document filter = Invocation.required(statement, "q", Document.class);
        Object update = Invocation.required(statement, "u", Object.class);
        boolean multi = Invocation.isTrue(statement.get("multi"), false);
        List<Document> arrayFilters = Invocation.documents(statement, "arrayFilters");
        if (multi && update instanceof Document document && !CollectionWriter.isOperators(document)) {
            throw ServerError.failedToParse("multi update is not supported for replacement-style update");
        }
        Optional<StoredCollection> collection = member.catalog().collection(invocation.namespace());
        List<Document> targets = collection
                .map(found -> found.find(filter, null, 0, multi ? 0 : 1, null))
                .orElse(List.of());
        if (!targets.isEmpty()) {
            CollectionWriter writer = writer(invocation, collection.orElseThrow());
            long modified = targets.stream()
                    .filter(target ->
                            writer.update(target, filter, update, arrayFilters).isPresent())
                    .count();
            return new Document("n", targets.size()).append("nModified", (int) modified);
        }
        if (!Invocation.isTrue(statement.get("upsert"), false)) {
            return new Document("n", 0);
        }
        CollectionWriter writer = writer(invocation, catalog.getOrCreate(invocation.namespace()));
        return new Document("n", 1)
                .append("upserted", writer.upsert(filter, update, arrayFilters).get("_id"));
    }

    private Document delete(Invocation invocation) {
        return forEach(invocation, "deletes", statement -> {
                    Unsupported.refuse(statement, "delete");
                    Optional<StoredCollection> collection = member.catalog().collection(invocation.namespace());
                    if (collection.isEmpty()) {
                        return new Document("n", 0);
                    }
                    int limit = ((Number) statement.getOrDefault("limit", 0)).intValue();
                    List<Document> targets = collection
                            .get()
                            .find(Invocation.required(statement, "q", Document.class), null, 0, limit, null);
                    CollectionWriter writer = writer(invocation, collection.get());
                    targets.forEach(writer::delete);
                    return new Document("n", targets.size());
                })
                .reply();
    }

    private Document findAndModify(Invocation invocation) {
        int statement = invocation.number("stmtId", 0);
        Optional<Document> done = invocation.statements().done(statement);
        if (done.isPresent()) {
            return new Document(done.get()).append("retriedStmtId", statement);
        }
        Document reply = findAndModifyOnce(invocation);
        invocation.statements().remember(statement, new Document(reply));
        return reply;
    }

    private Document findAndModifyOnce(Invocation invocation) {
        Unsupported.refuse(invocation.body(), "findAndModify");
        Document filter = invocation.document("query");
        boolean remove = invocation.flag("remove", false);
        boolean giveNew = invocation.flag("new", false);
        Object update = invocation.body().get("update");
        List<Document> arrayFilters = invocation.documents("arrayFilters");
        if (!remove && update == null) {
            throw ServerError.failedToParse("Either an update or remove=true must be specified");
        }
        Optional<StoredCollection> collection = member.catalog().collection(invocation.namespace());
        Optional<Document> target =
                collection.flatMap(found -> found.find(filter, invocation.optionalDocument("sort"), 0, 1, null).stream()
                        .findFirst());
        Optional<Document> value = Optional.empty();
        Document last = new Document("n", target.isPresent() ? 1 : 0);
        if (target.isPresent() && remove) {
            writer(invocation, collection.orElseThrow()).delete(target.get());
            value = target;
        } else if (target.isPresent()) {
            Optional<Updated> updated = writer(invocation, collection.orElseThrow())
                    .update(target.get(), filter, java.util.Objects.requireNonNull(update), arrayFilters);
            value = giveNew ? updated.map(Updated::after).or(() -> target) : target;
            last.append("updatedExisting", true);
        } else if (!remove) {
            last.append("updatedExisting", false);
            if (invocation.flag("upsert", false)) {
                Document inserted = writer(invocation, catalog.getOrCreate(invocation.namespace()))
                        .upsert(filter, java.util.Objects.requireNonNull(update), arrayFilters);
                last.append("upserted", inserted.get("_id")).append("n", 1);
                value = giveNew ? Optional.of(inserted) : Optional.empty();
            }
        }
        Document fields = invocation.document("fields");
        Document shown = value.map(document -> fields.isEmpty()
                        ? document
                        : member.catalog()
                                .collection(invocation.namespace())
                                .orElseThrow()
                                .project(document, fields))
                .orElse(null);
        return new Document("lastErrorObject", last).append("value", shown);
    }

    private CollectionWriter writer(Invocation invocation, StoredCollection collection) {
        Namespace namespace = invocation.namespace();
        return new CollectionWriter(collection, namespace, invocation.journal(), member.release(), member.clock());
    }

    private static Totals forEach(Invocation invocation, String field, Statement action) {
        boolean ordered = invocation.flag("ordered", true);
        List<Document> statements = invocation.documents(field);
        List<?> ids = (List<?>) invocation.body().getOrDefault("stmtIds", List.of());
        int firstId = invocation.number("stmtId", 0);
        Totals totals = new Totals();
        for (int i = 0; i < statements.size(); i++) {
            int id = ids.isEmpty() ? firstId + i : ((Number) ids.get(i)).intValue();
            Optional<Document> done = invocation.statements().done(id);
            try {
                Document result = done.isPresent() ? done.get() : action.run(statements.get(i));
                done.ifPresentOrElse(
                        before -> totals.retried.add(id),
                        () -> invocation.statements().remember(id, result));
                totals.add(i, result);
            } catch (MongoServerError e) {
                if (invocation.inTransaction() && e.getCode() == 112) {
                    throw e;
                }
                totals.errors.add(new Document("index", i)
                        .append("code", e.getCode())
                        .append("codeName", e.getCodeName())
                        .append("errmsg", e.getMessageWithoutErrorCode()));
                if (ordered) {
                    break;
                }
            }
        }
        return totals;
    }

    private static final class Totals {
        private final List<Document> errors = new ArrayList<>();
        private final List<Document> upserted = new ArrayList<>();
        private final List<Integer> retried = new ArrayList<>();
        private int count;
        private int modified;

        void add(int index, Document result) {
            count += Invocation.required(result, "n", Integer.class);
            modified += ((Number) result.getOrDefault("nModified", 0)).intValue();
            if (result.containsKey("upserted")) {
                upserted.add(new Document("index", index).append("_id", result.get("upserted")));
            }
        }

        Document reply() {
            Document reply = new Document("n", count);
            if (!errors.isEmpty()) {
                reply.append("writeErrors", errors);
            }
            if (!retried.isEmpty()) {
                reply.append("retriedStmtIds", retried);
            }
            return reply;
        }
    }
}

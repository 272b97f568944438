package io.penstock.embedded.mongodb.command;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import io.penstock.embedded.mongodb.oplog.Namespace;
import io.penstock.embedded.mongodb.protocol.ServerError;
import io.penstock.embedded.mongodb.session.Journal;
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
        Totals totals = forEach(invocation, "documents", document -> {
            writer(invocation, catalog.getOrCreate(invocation)).insert(document);
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
        Optional<CollectionWriter> existing = existing(invocation);
        List<Document> targets = existing.map(writer -> writer.claim(filter, null, multi ? 0 : 1))
                .orElse(List.of());
        if (!targets.isEmpty()) {
            CollectionWriter writer = existing.orElseThrow();
            long modified = targets.stream()
                    .filter(target ->
                            writer.update(target, filter, update, arrayFilters).isPresent())
                    .count();
            return new Document("n", targets.size()).append("nModified", (int) modified);
        }
        if (!Invocation.isTrue(statement.get("upsert"), false)) {
            return new Document("n", 0);
        }
        CollectionWriter writer = writer(invocation, catalog.getOrCreate(invocation));
        return new Document("n", 1)
                .append("upserted", writer.upsert(filter, update, arrayFilters).get("_id"));
    }

    private Document delete(Invocation invocation) {
        // The whole command is refused, not the one statement: this is said before the first is run.
        invocation.documents("deletes").forEach(WriteCommands::limit);
        return forEach(invocation, "deletes", statement -> {
                    Unsupported.refuse(statement, "delete");
                    Optional<CollectionWriter> writer = existing(invocation);
                    if (writer.isEmpty()) {
                        return new Document("n", 0);
                    }
                    List<Document> targets = writer.get()
                            .claim(Invocation.required(statement, "q", Document.class), null, limit(statement));
                    targets.forEach(writer.get()::delete);
                    return new Document("n", targets.size());
                })
                .reply();
    }

    private static int limit(Document statement) {
        if (!statement.containsKey("limit")) {
            throw ServerError.missingField("delete.deletes.limit");
        }
        double limit = statement.get("limit") instanceof Number number ? number.doubleValue() : 0;
        if (limit != 0 && limit != 1) {
            throw ServerError.failedToParse(
                    "The limit field in delete objects must be 0 or 1. Got " + statement.get("limit"));
        }
        return (int) limit;
    }

    private Document findAndModify(Invocation invocation) {
        int statement = invocation.number("stmtId", 0);
        Journal.Performed performed = new ConflictWait(member, invocation)
                .run(() -> invocation.journal().perform(statement, () -> findAndModifyOnce(invocation)));
        return performed.again()
                ? new Document(performed.result()).append("retriedStmtId", statement)
                : performed.result();
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
        Optional<CollectionWriter> existing = existing(invocation);
        Optional<Document> target =
                existing.flatMap(writer -> writer.claim(filter, invocation.optionalDocument("sort"), 1).stream()
                        .findFirst());
        Optional<Document> value = Optional.empty();
        Document last = new Document("n", target.isPresent() ? 1 : 0);
        if (target.isPresent() && remove) {
            existing.orElseThrow().delete(target.get());
            value = target;
        } else if (target.isPresent()) {
            Optional<Updated> updated = existing.orElseThrow()
                    .update(target.get(), filter, java.util.Objects.requireNonNull(update), arrayFilters);
            value = giveNew ? updated.map(Updated::after).or(() -> target) : target;
            last.append("updatedExisting", true);
        } else if (!remove) {
            last.append("updatedExisting", false);
            if (invocation.flag("upsert", false)) {
                Document inserted = writer(invocation, catalog.getOrCreate(invocation))
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

    private Optional<CollectionWriter> existing(Invocation invocation) {
        return member.catalog().collection(invocation.namespace()).map(collection -> writer(invocation, collection));
    }

    private CollectionWriter writer(Invocation invocation, StoredCollection collection) {
        Namespace namespace = invocation.namespace();
        invocation.journal().enter(collection.getUuid());
        return new CollectionWriter(collection, namespace, invocation.journal(), member.release(), member.clock());
    }

    private Totals forEach(Invocation invocation, String field, Statement action) {
        boolean ordered = invocation.flag("ordered", true);
        List<Document> statements = invocation.documents(field);
        List<?> ids = (List<?>) invocation.body().getOrDefault("stmtIds", List.of());
        int firstId = invocation.number("stmtId", 0);
        ConflictWait conflicts = new ConflictWait(member, invocation);
        Totals totals = new Totals();
        for (int i = 0; i < statements.size(); i++) {
            int id = ids.isEmpty() ? firstId + i : ((Number) ids.get(i)).intValue();
            Document statement = statements.get(i);
            try {
                Journal.Performed performed =
                        conflicts.run(() -> invocation.journal().perform(id, () -> action.run(statement)));
                totals.add(i, performed.result());
                if (performed.again()) {
                    totals.retried.add(id);
                }
            } catch (MongoServerError e) {
                if (ServerError.endsCommand(e)) {
                    throw e;
                }
                Document error = new Document("index", i)
                        .append("code", e.getCode())
                        .append("errmsg", e.getMessageWithoutErrorCode());
                error.putAll(ServerError.details(e));
                totals.errors.add(error);
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

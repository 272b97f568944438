package io.penstock.embedded.mongodb.durable;

import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.oplog.Change;
import io.penstock.embedded.mongodb.oplog.Namespace;
import io.penstock.embedded.mongodb.oplog.OplogEntry;
import io.penstock.embedded.mongodb.oplog.Position;
import io.penstock.embedded.mongodb.oplog.UpdateDescription;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Entries of the oplog as BSON documents, and back. */
final class EntryFormat {
    private EntryFormat() {}

    static Document write(OplogEntry entry) {
        Change change = entry.change();
        Document document = new Document("time", entry.position().time())
                .append("operation", entry.position().operation())
                .append("wall", entry.wallTime())
                .append("ns", entry.namespace().toString())
                .append("uuid", entry.collectionId().orElse(null))
                .append("type", change.operationType());
        entry.transaction()
                .ifPresent(transaction ->
                        document.append("lsid", transaction.lsid()).append("txn", transaction.number()));
        if (change instanceof Change.OfDocument ofDocument) {
            document.append("id", ofDocument.id());
            ofDocument.before().ifPresent(before -> document.append("before", before));
        }
        if (change instanceof Change.Insert insert) {
            document.append("document", insert.document());
        } else if (change instanceof Change.Replace replace) {
            document.append("document", replace.document());
        } else if (change instanceof Change.Update update) {
            document.append("updated", update.description().updatedFields())
                    .append("removed", update.description().removedFields())
                    .append("truncated", update.description().truncatedArrays());
            update.after().ifPresent(after -> document.append("after", after));
        } else if (change instanceof Change.Rename rename) {
            document.append("to", rename.to().toString());
            rename.dropped().ifPresent(collection -> document.append("dropped", collection));
        } else if (change instanceof Change.Create create) {
            document.append("options", create.options());
        } else if (change instanceof Change.Modify modify) {
            document.append("options", modify.options());
        }
        return document;
    }

    static OplogEntry read(Document document) {
        Optional<OplogEntry.Transaction> transaction = optional(document, "lsid", Document.class)
                .map(lsid -> new OplogEntry.Transaction(lsid, required(document, "txn", Long.class)));
        return new OplogEntry(
                new Position(required(document, "time", Long.class), required(document, "operation", Integer.class)),
                required(document, "wall", Instant.class),
                Namespace.parse(required(document, "ns", String.class)),
                optional(document, "uuid", UUID.class),
                change(document),
                transaction);
    }

    private static Change change(Document document) {
        Optional<Document> before = optional(document, "before", Document.class);
        return switch (required(document, "type", String.class)) {
            case "insert" -> new Change.Insert(required(document, "document", Document.class));
            case "replace" -> new Change.Replace(required(document, "document", Document.class), before);
            case "update" ->
                new Change.Update(
                        document.get("id"), description(document), before, optional(document, "after", Document.class));
            case "delete" -> new Change.Delete(document.get("id"), before);
            case "create" -> new Change.Create(required(document, "options", Document.class));
            case "modify" -> new Change.Modify(required(document, "options", Document.class));
            case "drop" -> new Change.Drop();
            case "rename" ->
                new Change.Rename(
                        Namespace.parse(required(document, "to", String.class)),
                        optional(document, "dropped", UUID.class));
            case "dropDatabase" -> new Change.DropDatabase();
            default -> new Change.Noop();
        };
    }

    @SuppressWarnings("unchecked")
    private static UpdateDescription description(Document document) {
        return new UpdateDescription(
                required(document, "updated", Document.class),
                (List<String>) required(document, "removed", List.class),
                (List<Document>) required(document, "truncated", List.class));
    }

    static <T> T required(Document document, String field, Class<T> type) {
        return type.cast(Objects.requireNonNull(document.get(field), field));
    }

    static <T> Optional<T> optional(Document document, String field, Class<T> type) {
        return Optional.ofNullable(document.get(field)).map(type::cast);
    }
}

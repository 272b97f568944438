package io.penstock.embedded.mongodb.stream;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.oplog.Change;
import io.penstock.embedded.mongodb.oplog.OplogEntry;
import io.penstock.embedded.mongodb.oplog.ResumeToken;
import io.penstock.embedded.mongodb.oplog.ServerRelease;
import io.penstock.embedded.mongodb.protocol.ServerError;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes change events of entries of the oplog. Their fields come in a server's order, which clients see that hand events on as
 * text (src/mongo/db/pipeline/change_stream_event_transform.cpp).
 */
final class EventFormat {
    private final Lookup lookup;
    private final ServerRelease release;
    private final ImagePolicy fullDocument;
    private final ImagePolicy beforeChange;

    EventFormat(Lookup lookup, ServerRelease release, ImagePolicy fullDocument, ImagePolicy beforeChange) {
        this.lookup = lookup;
        this.release = release;
        this.fullDocument = fullDocument;
        this.beforeChange = beforeChange;
    }

    Document event(OplogEntry entry) {
        Change change = entry.change();
        Document event = new Document();
        if (change instanceof Change.Rename rename) {
            event.append("to", rename.to().toDocument());
        }
        entry.transaction()
                .ifPresent(transaction ->
                        event.append("txnNumber", transaction.number()).append("lsid", transaction.lsid()));
        head(event, ResumeToken.of(entry, false, release), change.operationType(), entry);
        if (change instanceof Change.Insert insert) {
            event.append("fullDocument", insert.document());
        } else if (change instanceof Change.Replace replace) {
            event.append("fullDocument", replace.document());
        } else if (change instanceof Change.Update update) {
            updated(event, update, entry);
        }
        event.append("ns", entry.namespace().toDocument());
        if (change instanceof Change.OfDocument ofDocument) {
            event.append("documentKey", ResumeToken.documentKey(ofDocument.id()));
        }
        if (change instanceof Change.Update update) {
            event.append("updateDescription", description(update));
        }
        if (change instanceof Change.OfDocument ofDocument && !(change instanceof Change.Insert)) {
            before(event, ofDocument, entry);
        }
        return event;
    }

    Document invalidate(OplogEntry entry) {
        return head(new Document(), ResumeToken.of(entry, true, release), "invalidate", entry);
    }

    private Document head(Document event, Document token, String operationType, OplogEntry entry) {
        event.append("_id", token)
                .append("operationType", operationType)
                .append("clusterTime", new BsonTimestamp(entry.position().time()));
        return release.isModern() ? event.append("wallTime", entry.wallTime()) : event;
    }

    private Document description(Change.Update update) {
        Document description = new Document(
                        "updatedFields", update.description().updatedFields())
                .append("removedFields", update.description().removedFields());
        return release.isModern()
                ? description.append("truncatedArrays", update.description().truncatedArrays())
                : description;
    }

    private void updated(Document event, Change.Update update, OplogEntry entry) {
        switch (fullDocument) {
            case DEFAULT -> {
                // The description says it all.
            }
            case UPDATE_LOOKUP -> event.append("fullDocument", current(update.id(), entry));
            case WHEN_AVAILABLE -> event.append("fullDocument", update.after().orElse(null));
            case REQUIRED -> event.append("fullDocument", kept(update.after(), "post-image", entry));
        }
    }

    private void before(Document event, Change.OfDocument change, OplogEntry entry) {
        if (beforeChange == ImagePolicy.WHEN_AVAILABLE) {
            event.append("fullDocumentBeforeChange", change.before().orElse(null));
        } else if (beforeChange == ImagePolicy.REQUIRED) {
            event.append("fullDocumentBeforeChange", kept(change.before(), "pre-image", entry));
        }
    }

    private @Nullable Document current(@Nullable Object id, OplogEntry entry) {
        return entry.collectionId()
                .flatMap(collection -> lookup.committed(collection, id))
                .orElse(null);
    }

    private static Document kept(Optional<Document> image, String kind, OplogEntry entry) {
        return image.orElseThrow(() -> new ServerError(
                47,
                "NoMatchingDocument",
                "Change stream was configured to require a " + kind + " for all update, delete and replace events,"
                        + " but the " + kind + " was not found for event: " + entry.namespace() + " at "
                        + entry.position()));
    }
}

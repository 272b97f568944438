package io.penstock.documents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import io.penstock.api.Bulk;
import io.penstock.api.DatabaseException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.bson.BsonDocument;
import org.bson.BsonSerializationException;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/** One attempt's writes to one collection. */
final class AttemptBulk implements Bulk {
    private static final int MAX_DOCUMENT_BYTES = 16 << 20;
    private static final int DELETE_BYTES = 100;

    private final AttemptAccess attempt;
    private final CollectionAccess collection;

    AttemptBulk(AttemptAccess attempt, CollectionAccess collection) {
        this.attempt = attempt;
        this.collection = collection;
    }

    @Override
    public CompletionStage<Void> upsert(Object id, Object document) {
        Key key = key(id);
        BsonDocument content = withoutOperators(content(document));
        BsonValue own = content.get("_id");
        if (own != null && !attempt.keys().canonical(own).equals(key.canonical())) {
            throw new IllegalArgumentException("The document says that its _id is " + own
                    + ", and the write that it is " + key.canonical() + ": leave _id out of the document");
        }
        return add(key, new ReplaceOneModel<>(filter(key), content, new ReplaceOptions().upsert(true)), size(content));
    }

    @Override
    public CompletionStage<Void> set(Object id, Object fields) {
        Key key = key(id);
        BsonDocument content = withoutOperators(content(fields));
        if (content.isEmpty()) {
            throw new IllegalArgumentException("set(id, fields) has no field to set");
        }
        BsonDocument update = new BsonDocument("$set", content);
        return add(key, new UpdateOneModel<>(filter(key), update, new UpdateOptions().upsert(true)), size(content));
    }

    @Override
    public CompletionStage<Void> delete(Object id) {
        Key key = key(id);
        return add(key, new DeleteOneModel<>(filter(key)), DELETE_BYTES);
    }

    private Key key(Object id) {
        Objects.requireNonNull(id, "bulk(\"" + collection.name() + "\") was given the id null");
        return attempt.keys().exactly(id);
    }

    private static BsonDocument filter(Key key) {
        return new BsonDocument("_id", new BsonDocument("$eq", key.id()));
    }

    private BsonDocument content(Object document) {
        Objects.requireNonNull(document, "bulk(\"" + collection.name() + "\") was given null in place of a document");
        JsonNode tree = attempt.json().valueToTree(document);
        if (tree instanceof ObjectNode object) {
            return ExactBson.document(object);
        }
        throw new IllegalArgumentException("A document is a JSON object, and not " + tree.getNodeType());
    }

    private static BsonDocument withoutOperators(BsonDocument document) {
        document.keySet().stream()
                .filter(name -> name.startsWith("$"))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException("A document has no field '" + name
                            + "': names that begin with '$' are operators, which Penstock writes itself");
                });
        return document;
    }

    private int size(BsonDocument content) {
        int size = encoded(content).getByteBuffer().remaining();
        if (size > MAX_DOCUMENT_BYTES) {
            throw new DatabaseException(
                    "A document for %s has %,d bytes, and MongoDB takes %,d at most"
                            .formatted(collection.name(), size, MAX_DOCUMENT_BYTES),
                    false);
        }
        return size;
    }

    private static RawBsonDocument encoded(BsonDocument content) {
        try {
            return new RawBsonDocument(content, new BsonDocumentCodec());
        } catch (BsonSerializationException unwritable) {
            // The character 0 in a name or a regular expression.
            throw new IllegalArgumentException(
                    "The document cannot be written: " + unwritable.getMessage(), unwritable);
        }
    }

    private CompletionStage<Void> add(Key key, WriteModel<BsonDocument> model, int bytes) {
        attempt.account().admit();
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (!attempt.outstanding().begin()) {
            throw new IllegalStateException("The attempt has ended: what it writes now would belong to no task. Let the"
                    + " handler's stage complete when all its writes have been asked for");
        }
        CompletableFuture<Void> told =
                done.whenComplete((written, failure) -> attempt.outstanding().end(failure));
        try {
            collection.writes().add(new Write(key, model, bytes, attempt.account(), done));
        } catch (RuntimeException refused) {
            done.completeExceptionally(refused);
            throw refused;
        }
        return told.whenCompleteAsync((written, failure) -> {}, attempt.callbacks())
                .minimalCompletionStage();
    }
}

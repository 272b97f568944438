package io.penstock.documents;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.api.DatabaseException;
import io.penstock.api.Documents;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** One attempt's reads of one collection. */
final class AttemptDocuments implements Documents {
    private final AttemptAccess attempt;
    private final CollectionAccess collection;

    AttemptDocuments(AttemptAccess attempt, CollectionAccess collection) {
        this.attempt = attempt;
        this.collection = collection;
    }

    @Override
    public CompletionStage<Optional<JsonNode>> get(Object id) {
        return found(id)
                .thenApplyAsync(found -> found.map(attempt.forms()::plain), attempt.callbacks())
                .minimalCompletionStage();
    }

    @Override
    public Optional<JsonNode> fetch(Object id) throws InterruptedException {
        try {
            return found(id).get().map(attempt.forms()::plain);
        } catch (ExecutionException e) {
            throw Failures.of("Reading a document of " + collection.name(), e.getCause() == null ? e : e.getCause());
        }
    }

    private CompletableFuture<Optional<byte[]>> found(Object id) {
        Objects.requireNonNull(
                id,
                "documents(\"" + collection.name()
                        + "\") was asked for the id null: DocumentKey.json(\"null\") names the"
                        + " document whose id that is");
        List<Key> keys = attempt.keys().meant(id);
        try {
            attempt.account().admit();
        } catch (DatabaseException refused) {
            return CompletableFuture.failedFuture(refused);
        }
        CompletableFuture<Optional<byte[]>> found = CompletableFuture.completedFuture(Optional.empty());
        for (Key key : keys) {
            CompletableFuture<Stored> stored = collection.reads().get(key, attempt.changedAt(), attempt.account());
            found = found.thenCombine(stored, (before, now) -> before.or(now::document));
        }
        return found;
    }
}

package io.penstock.processor.dispatch;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.api.Operation;
import io.penstock.api.Task;
import io.penstock.processor.document.DocumentId;
import io.penstock.processor.document.PlainJson;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.Raw;
import java.util.Optional;

/** A task as its handler sees it: what costs something is made when it is asked for, once. */
final class HandlerTask implements Task {
    private final PendingTask task;
    private volatile Optional<JsonNode> document = Optional.empty();

    HandlerTask(PendingTask task) {
        this.task = task;
    }

    @Override
    public String job() {
        return task.key().job();
    }

    @Override
    public String collection() {
        return task.key().collection();
    }

    @Override
    public String id() {
        return task.key().taskId();
    }

    @Override
    public String documentId() {
        return task.version().documentId();
    }

    @Override
    public boolean hasDocumentsId() {
        return DocumentId.text(documentId()).equals(id());
    }

    @Override
    public String version() {
        return task.version().position().text();
    }

    @Override
    public String shardKey() {
        return task.shardKey();
    }

    @Override
    public Operation operation() {
        return task.version().operation();
    }

    @Override
    public Optional<JsonNode> document() {
        if (document.isEmpty()) {
            document = plain(task.contents().after());
        }
        return document;
    }

    @Override
    public Optional<JsonNode> updateDescription() {
        return plain(task.contents().updateDescription());
    }

    private static Optional<JsonNode> plain(Optional<Raw> extendedJson) {
        return extendedJson.map(raw -> PlainJson.read(raw.bytes()));
    }
}

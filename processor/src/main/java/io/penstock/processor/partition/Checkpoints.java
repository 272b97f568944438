package io.penstock.processor.partition;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Handlers that wait for their checkpoints to be committed. For use by one thread. */
final class Checkpoints {
    private List<CompletableFuture<Void>> written = new ArrayList<>();
    private List<CompletableFuture<Void>> committing = new ArrayList<>();

    void written(CompletableFuture<Void> kept) {
        written.add(kept);
    }

    boolean waiting() {
        return !written.isEmpty() || !committing.isEmpty();
    }

    void beforeCommit() {
        committing.addAll(written);
        written = new ArrayList<>();
    }

    void committed() {
        List<CompletableFuture<Void>> kept = committing;
        committing = new ArrayList<>();
        kept.forEach(each -> each.complete(null));
    }

    void close() {
        IllegalStateException reason = new IllegalStateException(
                "The partition has moved, or its transaction was aborted: the checkpoint may not be kept");
        committing.forEach(each -> each.completeExceptionally(reason));
        written.forEach(each -> each.completeExceptionally(reason));
    }
}

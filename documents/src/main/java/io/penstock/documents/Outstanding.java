package io.penstock.documents;

import io.penstock.api.DatabaseException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The writes of an attempt that are not done. Threads may share one. */
final class Outstanding {
    private final CompletableFuture<Void> all = new CompletableFuture<>();
    private int open = 1;
    private boolean closed;
    private @Nullable Throwable first;

    /** One begins; false if the attempt's handler has returned. */
    synchronized boolean begin() {
        if (closed) {
            return false;
        }
        open++;
        return true;
    }

    /** One has ended. */
    void end(@Nullable Throwable failure) {
        Throwable worst;
        synchronized (this) {
            // What cannot pass decides: trying again would be in vain.
            if (failure != null && (first == null || (mayPass(first) && !mayPass(failure)))) {
                first = failure;
            }
            if (--open > 0) {
                return;
            }
            worst = first;
        }
        if (worst == null) {
            all.complete(null);
        } else {
            all.completeExceptionally(worst);
        }
    }

    /** No more begin. Completes when all have ended, with what the worst of them failed with. */
    CompletableFuture<Void> close() {
        boolean now;
        synchronized (this) {
            now = !closed;
            closed = true;
        }
        if (now) {
            end(null);
        }
        return all;
    }

    private static boolean mayPass(Throwable failure) {
        return !(failure instanceof DatabaseException told) || told.mayPass();
    }
}

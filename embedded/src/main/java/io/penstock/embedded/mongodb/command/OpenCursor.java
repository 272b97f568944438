package io.penstock.embedded.mongodb.command;

import io.penstock.embedded.mongodb.protocol.ServerError;
import java.util.Optional;
import java.util.function.Function;

/** A cursor that a client may read on from. It can be over while a client waits for more of it, who is told why, then. */
final class OpenCursor {
    private final ServerCursor cursor;
    private Optional<ServerError> end = Optional.empty();
    private boolean pinned;

    OpenCursor(ServerCursor cursor) {
        this.cursor = cursor;
    }

    boolean readsChanges() {
        return cursor instanceof ServerCursor.OfChanges;
    }

    /** Whether a client reads from it at the moment. */
    boolean isPinned() {
        return pinned;
    }

    /** Reads, and lets others in meanwhile if there is nothing to read. */
    <T> T pinned(Function<ServerCursor, T> read) {
        pinned = true;
        try {
            return read.apply(cursor);
        } finally {
            pinned = false;
        }
    }

    /** It is over: this is what a client is told who reads from it at the moment. */
    void kill(ServerError reason) {
        end = Optional.of(reason);
    }

    boolean isKilled() {
        return end.isPresent();
    }

    /**
     * Makes sure that it is not over.
     *
     * @throws ServerError the reason if it is
     */
    void requireAlive() {
        if (end.isPresent()) {
            throw end.get();
        }
    }
}

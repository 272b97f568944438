package io.penstock.embedded.mongodb.command;

import io.penstock.embedded.mongodb.protocol.ServerError;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongFunction;

/** The cursors that clients have open. */
final class Cursors {
    private final Map<Long, OpenCursor> open = new LinkedHashMap<>();
    private final Random random = new Random();

    long add(ServerCursor cursor) {
        long id;
        do {
            id = random.nextLong() & Long.MAX_VALUE;
        } while (id == 0 || open.containsKey(id));
        open.put(id, new OpenCursor(cursor));
        return id;
    }

    OpenCursor get(long id) {
        OpenCursor cursor = open.get(id);
        if (cursor == null) {
            throw ServerError.cursorNotFound(id);
        }
        return cursor;
    }

    /** Whether this is one of a change stream, and still there. */
    boolean readsChanges(long id) {
        return Optional.ofNullable(open.get(id))
                .filter(OpenCursor::readsChanges)
                .isPresent();
    }

    /** One that has come to its end by itself. */
    void remove(long id) {
        open.remove(id);
    }

    /**
     * Ends one, if it is there.
     *
     * @param reason what a client is told who reads from it at the moment; who reads on later is told that it is not there
     */
    boolean kill(long id, ServerError reason) {
        Optional<OpenCursor> cursor = Optional.ofNullable(open.remove(id));
        cursor.ifPresent(found -> found.kill(reason));
        return cursor.isPresent();
    }

    /** Ends all of them, see {@link #kill}. */
    void killAll(LongFunction<ServerError> reason) {
        open.forEach((id, cursor) -> cursor.kill(reason.apply(id)));
        open.clear();
    }

    int size() {
        return open.size();
    }

    /** How many are read from at the moment. */
    long pinned() {
        return open.values().stream().filter(OpenCursor::isPinned).count();
    }
}

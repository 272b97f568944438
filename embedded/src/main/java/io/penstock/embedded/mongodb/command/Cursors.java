package io.penstock.embedded.mongodb.command;

import io.penstock.embedded.mongodb.protocol.ServerError;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** The cursors that clients have open. */
final class Cursors {
    private final Map<Long, ServerCursor> open = new LinkedHashMap<>();
    private final Random random = new Random();

    long add(ServerCursor cursor) {
        long id;
        do {
            id = random.nextLong() & Long.MAX_VALUE;
        } while (id == 0 || open.containsKey(id));
        open.put(id, cursor);
        return id;
    }

    ServerCursor get(long id) {
        ServerCursor cursor = open.get(id);
        if (cursor == null) {
            throw ServerError.cursorNotFound(id);
        }
        return cursor;
    }

    boolean isOpen(long id) {
        return open.containsKey(id);
    }

    boolean remove(long id) {
        return open.remove(id) != null;
    }

    void killAll() {
        open.clear();
    }

    int size() {
        return open.size();
    }
}

package io.penstock.embedded.mongodb.command;

import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.protocol.ServerError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code getMore}, {@code killCursors}, and the first batch of every cursor. */
final class CursorCommands {
    private static final Duration DEFAULT_AWAIT = Duration.ofSeconds(1);

    private final Member member;

    CursorCommands(Member member) {
        this.member = member;
    }

    Map<String, Command> commands() {
        return Map.of("getMore", this::getMore, "killCursors", this::killCursors);
    }

    /** The reply that opens a cursor, or that has all of it. */
    Document open(ServerCursor cursor, int batchSize, boolean singleBatch) {
        ServerCursor.Batch batch = cursor.next(batchSize);
        long id = batch.last() || singleBatch ? 0 : member.cursors().add(cursor);
        return reply(cursor, "firstBatch", batch, id);
    }

    private Document getMore(Invocation invocation) {
        long id =
                Invocation.required(invocation.body(), "getMore", Number.class).longValue();
        OpenCursor open = member.cursors().get(id);
        return open.pinned(cursor -> read(invocation, id, open, cursor));
    }

    private Document read(Invocation invocation, long id, OpenCursor open, ServerCursor cursor) {
        member.letOthersIn(cursor.pause());
        open.requireAlive();
        int limit = invocation.number("batchSize", 0) <= 0 ? Integer.MAX_VALUE : invocation.number("batchSize", 0);
        ServerCursor.Batch batch = next(cursor, id, limit);
        if (cursor.awaits() && batch.documents().isEmpty() && !batch.last()) {
            Duration limitOfWait = invocation.body().get("maxTimeMS") instanceof Number milliseconds
                    ? Duration.ofMillis(milliseconds.longValue())
                    : DEFAULT_AWAIT;
            List<ServerCursor.Batch> latest = new ArrayList<>(List.of(batch));
            member.await(
                    () -> {
                        if (open.isKilled()) {
                            return true;
                        }
                        latest.set(0, next(cursor, id, limit));
                        return !latest.get(0).documents().isEmpty()
                                || latest.get(0).last();
                    },
                    limitOfWait);
            batch = latest.get(0);
            if (batch.documents().isEmpty() && !batch.last()) {
                open.requireAlive();
                member.noteThatTimePasses();
                batch = next(cursor, id, limit);
            }
        }
        if (batch.last()) {
            member.cursors().remove(id);
        }
        return reply(cursor, "nextBatch", batch, batch.last() ? 0 : id);
    }

    private ServerCursor.Batch next(ServerCursor cursor, long id, int limit) {
        try {
            return cursor.next(limit);
        } catch (ServerError e) {
            member.cursors().remove(id);
            throw e;
        }
    }

    private Document killCursors(Invocation invocation) {
        List<Object> killed = new ArrayList<>();
        List<Object> unknown = new ArrayList<>();
        for (Object id : (List<?>) invocation.body().getOrDefault("cursors", List.of())) {
            boolean found = member.cursors().kill(((Number) id).longValue(), ServerError.cursorKilled());
            (found ? killed : unknown).add(id);
        }
        member.signal();
        return new Document("cursorsKilled", killed)
                .append("cursorsNotFound", unknown)
                .append("cursorsAlive", List.of())
                .append("cursorsUnknown", List.of());
    }

    private static Document reply(ServerCursor cursor, String field, ServerCursor.Batch batch, long id) {
        Document content = new Document(field, batch.documents());
        Optional<Document> token = batch.resumeToken();
        token.ifPresent(value -> content.append("postBatchResumeToken", value));
        content.append("id", id).append("ns", cursor.namespace().toString());
        return new Document("cursor", content);
    }
}

package io.penstock.embedded.mongodb.command;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Map;
import java.util.UUID;

/** Commands about sessions and their transactions. */
final class SessionCommands {
    private final Member member;

    SessionCommands(Member member) {
        this.member = member;
    }

    Map<String, Command> commands() {
        return Map.of(
                "commitTransaction",
                this::commit,
                "abortTransaction",
                this::abort,
                "startSession",
                this::start,
                "refreshSessions",
                invocation -> new Document(),
                "endSessions",
                invocation -> end(invocation, "endSessions"),
                "killSessions",
                invocation -> end(invocation, "killSessions"));
    }

    private Document commit(Invocation invocation) {
        member.sessions().commit(session(invocation), number(invocation));
        return new Document();
    }

    private Document abort(Invocation invocation) {
        member.sessions().abort(session(invocation), number(invocation));
        return new Document();
    }

    private Document start(Invocation invocation) {
        return new Document("id", new Document("id", UUID.randomUUID())).append("timeoutMinutes", 30);
    }

    private Document end(Invocation invocation, String field) {
        invocation.documents(field).forEach(member.sessions()::end);
        return new Document();
    }

    private static Document session(Invocation invocation) {
        return invocation.document("lsid");
    }

    private static long number(Invocation invocation) {
        return Invocation.required(invocation.body(), "txnNumber", Number.class).longValue();
    }
}

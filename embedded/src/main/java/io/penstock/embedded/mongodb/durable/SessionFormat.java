package io.penstock.embedded.mongodb.durable;

import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.oplog.StatementResult;
import io.penstock.embedded.mongodb.session.SessionTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What clients' sessions have done as BSON documents, and back. */
final class SessionFormat {
    private SessionFormat() {}

    static Document write(StatementResult statement) {
        return new Document("lsid", statement.lsid())
                .append("number", statement.number())
                .append("statement", statement.statement())
                .append("result", statement.result());
    }

    static StatementResult readStatement(Document document) {
        return new StatementResult(
                EntryFormat.required(document, "lsid", Document.class),
                EntryFormat.required(document, "number", Long.class),
                EntryFormat.required(document, "statement", Integer.class),
                EntryFormat.required(document, "result", Document.class));
    }

    static Document write(SessionTable.Outcome outcome) {
        List<Document> statements = new ArrayList<>();
        outcome.statements()
                .forEach(
                        (number, result) -> statements.add(new Document("statement", number).append("result", result)));
        return new Document("lsid", outcome.lsid())
                .append("at", outcome.at())
                .append("number", outcome.number())
                .append("committed", outcome.committed())
                .append("statements", statements);
    }

    static SessionTable.Outcome readOutcome(Document document) {
        Map<Integer, Document> statements = new HashMap<>();
        for (Object statement : EntryFormat.required(document, "statements", List.class)) {
            Document one = (Document) statement;
            statements.put(
                    EntryFormat.required(one, "statement", Integer.class),
                    EntryFormat.required(one, "result", Document.class));
        }
        return new SessionTable.Outcome(
                EntryFormat.required(document, "lsid", Document.class),
                EntryFormat.required(document, "at", Instant.class),
                EntryFormat.required(document, "number", Long.class),
                EntryFormat.required(document, "committed", Boolean.class),
                statements);
    }
}

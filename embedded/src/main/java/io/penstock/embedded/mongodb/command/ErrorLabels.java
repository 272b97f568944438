package io.penstock.embedded.mongodb.command;

import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.protocol.ServerError;
import java.util.List;

/**
 * Which of an error's labels fit the command that met it (src/mongo/db/error_labels.cpp): within a transaction all of it is tried
 * again, but its end, like a write outside, is sent again.
 */
final class ErrorLabels {
    private ErrorLabels() {}

    static List<String> of(ServerError error, Request request) {
        Document body = request.body();
        boolean inTransaction = Boolean.FALSE.equals(body.get("autocommit"));
        boolean sentAgain = body.containsKey("txnNumber") && (!inTransaction || request.endsTransaction());
        boolean isRetryable = error.labels().contains(ServerError.RETRYABLE_WRITE);
        return error.labels().stream()
                .filter(label -> switch (label) {
                    case ServerError.RETRYABLE_WRITE -> sentAgain;
                    case ServerError.TRANSIENT_TRANSACTION -> inTransaction && !(sentAgain && isRetryable);
                    default -> body.containsKey("getMore") || body.containsKey("aggregate");
                })
                .toList();
    }
}

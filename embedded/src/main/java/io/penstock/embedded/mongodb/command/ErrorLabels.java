package io.penstock.embedded.mongodb.command;

import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.protocol.ErrorCodes;
import java.util.List;
import java.util.Set;

/**
 * What one command's errors are labelled with, which tells a driver what to do (src/mongo/db/error_labels.cpp). A server goes by the
 * error's number and by what the command is for: within a transaction all of it is tried again, but its end, like a write outside, is
 * sent again; and a change stream is opened again at its last token.
 *
 * @param ofChanges whether it reads from a change stream
 */
record ErrorLabels(Request request, boolean ofChanges) {
    private static final Set<Integer> TRANSIENT = Set.of(24, 112, 249, 267);
    private static final int FAILED_TO_SATISFY_READ_PREFERENCE = 133;
    private static final int RETRY_CHANGE_STREAM = 234;
    private static final int NO_SUCH_TRANSACTION = 251;
    private static final Set<Integer> NOT_RESUMABLE = Set.of(280, 286);

    /** Those of a command that is yet to be run: a cursor may be gone afterwards. */
    static ErrorLabels of(Request request, Cursors cursors) {
        boolean ofChanges =
                switch (request.name()) {
                    case "aggregate" ->
                        request.body().get("pipeline") instanceof List<?> stages
                                && stages.stream().anyMatch(ErrorLabels::readsChanges);
                    case "getMore" ->
                        request.body().get("getMore") instanceof Number id && cursors.readsChanges(id.longValue());
                    default -> false;
                };
        return new ErrorLabels(request, ofChanges);
    }

    private static boolean readsChanges(Object stage) {
        return stage instanceof Document document && document.containsKey("$changeStream");
    }

    /** The labels of an error with this number. */
    List<String> of(int code) {
        if (request.inTransaction() && isTransient(code)) {
            return List.of("TransientTransactionError");
        }
        boolean sentAgain =
                request.body().containsKey("txnNumber") && (!request.inTransaction() || request.endsTransaction());
        if (sentAgain && ErrorCodes.isRetriable(code)) {
            return List.of("RetryableWriteError");
        }
        if (ofChanges && isResumable(code)) {
            return List.of("ResumableChangeStreamError");
        }
        return NOT_RESUMABLE.contains(code) ? List.of("NonResumableChangeStreamError") : List.of();
    }

    private boolean isTransient(int code) {
        return TRANSIENT.contains(code)
                || code == NO_SUCH_TRANSACTION
                || ErrorCodes.isOfSnapshot(code)
                || ErrorCodes.needsRetargeting(code)
                || (!request.endsTransaction() && ErrorCodes.isRetriable(code));
    }

    private static boolean isResumable(int code) {
        return ErrorCodes.isRetriable(code)
                || ErrorCodes.needsRetargeting(code)
                || code == RETRY_CHANGE_STREAM
                || code == FAILED_TO_SATISFY_READ_PREFERENCE;
    }
}

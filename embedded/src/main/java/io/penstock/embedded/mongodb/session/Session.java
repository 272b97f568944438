package io.penstock.embedded.mongodb.session;

import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.protocol.ServerError;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of one client session. */
final class Session {
    final Document lsid;
    final Map<Integer, Document> statements = new HashMap<>();
    long number = -1;
    boolean committed;
    Instant lastWrite = Instant.EPOCH;

    @Nullable
    OpenTransaction open;

    Session(Document lsid) {
        this.lsid = lsid;
    }

    /**
     * Refuses what was sent before the newest.
     *
     * @throws ServerError 225 if it was
     */
    void requireNewest(long asked) {
        if (asked < number) {
            throw tooOld(asked);
        }
    }

    ServerError tooOld(long asked) {
        return new ServerError(
                225,
                "TransactionTooOld",
                "Retryable write with txnNumber " + asked + " is prohibited on session " + lsid
                        + " because a newer retryable write with txnNumber " + number
                        + " has already started on this session.");
    }

    /** A newer retryable write or transaction: nobody sends the one before again. */
    void begin(long newNumber) {
        number = newNumber;
        committed = false;
        statements.clear();
    }
}

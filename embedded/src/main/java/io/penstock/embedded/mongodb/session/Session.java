package io.penstock.embedded.mongodb.session;

import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.protocol.ServerError;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of one client session. */
final class Session {

    /** What the newest number of a session stands for. */
    enum State {
        /** A retryable write, or none yet. */
        WRITE,
        OPEN,
        COMMITTED,
        ABORTED
    }

    final Document lsid;
    final Map<Integer, Document> statements = new HashMap<>();
    long number = -1;
    State state = State.WRITE;
    Instant lastWrite = Instant.EPOCH;

    @Nullable
    OpenTransaction open;

    Session(Document lsid) {
        this.lsid = lsid;
    }

    /**
     * Refuses a retryable write that was sent before the newest.
     *
     * @throws ServerError 225 if it was, 217 if its number is that of a transaction
     */
    void requireNewestWrite(long asked) {
        if (asked < number) {
            throw tooOld("Retryable write with txnNumber " + asked + " is prohibited");
        }
        if (asked == number && state != State.WRITE) {
            throw new ServerError(
                    217,
                    "IncompleteTransactionHistory",
                    "Cannot retry a retryable write that has been converted into a transaction");
        }
    }

    /**
     * Refuses to begin a transaction whose number was used already: a driver counts on, so who sends one again has lost count.
     *
     * @throws ServerError 225 if there is something newer, 117 if this number is the newest
     */
    void requireNewTransaction(long asked) {
        requireNewestTransaction(asked);
        if (asked == number) {
            throw new ServerError(
                    117,
                    "ConflictingOperationInProgress",
                    "Only servers in a sharded cluster can start a new transaction at the active transaction number");
        }
    }

    /**
     * The transaction that is open.
     *
     * @throws ServerError 225 if there is something newer, 256 if it was committed, 251 if it was aborted or never begun
     */
    OpenTransaction requireOpen(long asked) {
        requireNewestTransaction(asked);
        if (asked != number || state == State.WRITE) {
            throw ServerError.noSuchTransaction("Given transaction number " + asked
                    + " does not match any in-progress transactions. The active transaction number is " + number);
        }
        if (state == State.COMMITTED) {
            throw new ServerError(256, "TransactionCommitted", "Transaction " + asked + " has been committed.");
        }
        if (open == null) {
            throw ServerError.noSuchTransaction("Transaction " + asked + " has been aborted.");
        }
        return open;
    }

    private void requireNewestTransaction(long asked) {
        if (asked < number) {
            throw tooOld("Cannot start transaction " + asked);
        }
    }

    private ServerError tooOld(String refused) {
        return new ServerError(
                225,
                "TransactionTooOld",
                refused + " on session " + lsid + " because a newer "
                        + (state == State.WRITE ? "retryable write" : "transaction") + " with txnNumber " + number
                        + " has already started on this session.");
    }

    /** A newer retryable write or transaction: nobody sends the one before again. */
    void begin(long newNumber, State newState) {
        number = newNumber;
        state = newState;
        statements.clear();
    }
}

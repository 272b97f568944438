package io.penstock.embedded.mongodb.oplog;

import java.util.List;
import java.util.Optional;

/** Keeps what happens, so that a later start can go on from it. */
public interface Keeper {
    /** Keeps nothing. */
    Keeper NONE = new Keeper() {
        @Override
        public void append(List<OplogEntry> entries, Optional<StatementResult> statement) {
            // Nothing is kept.
        }

        @Override
        public void forgotten(Position through) {
            // Nothing was kept.
        }

        @Override
        public void elected(long term) {
            // Nothing is kept.
        }

        @Override
        public long lastTerm() {
            return 0;
        }
    };

    /**
     * Keeps what was just done, before the client is answered: all of it or nothing.
     *
     * @param statement what the client is answered if it sends the same again
     * @throws java.io.UncheckedIOException if it cannot be kept
     */
    void append(List<OplogEntry> entries, Optional<StatementResult> statement);

    /** Keeps that history up to this place is to be forgotten. */
    void forgotten(Position through);

    /** Keeps that the member is primary in this term. */
    void elected(long term);

    /** The newest term that was kept; 0 if there is none. */
    long lastTerm();
}

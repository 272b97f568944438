package io.penstock.embedded.mongodb.oplog;

import java.util.List;

/** Keeps what happens, so that a later start can go on from it. */
public interface Keeper {
    /** Keeps nothing. */
    Keeper NONE = new Keeper() {
        @Override
        public void append(List<OplogEntry> entries) {
            // Nothing is kept.
        }

        @Override
        public void forgotten(Position through) {
            // Nothing was kept.
        }
    };

    /** Keeps what was just done, before the client is answered. */
    void append(List<OplogEntry> entries);

    /** Keeps that history up to this place is to be forgotten. */
    void forgotten(Position through);
}

package io.penstock.processor.row;

import java.util.Optional;

/**
 * The store that a stage wants: bytes by key, keys sorted as unsigned bytes. For use by one thread, which is the
 * partition's own.
 */
public interface RowStore {
    /** The row with this key. */
    Optional<byte[]> get(byte[] key);

    /** Writes a row, over the one that is there. */
    void put(byte[] key, byte[] row);

    /** Removes a row, if it is there. */
    void delete(byte[] key);

    /**
     * Walks over the rows from {@code from} to {@code to}, both included, in order of their keys, until the visitor has
     * enough. The visitor must not write to the store.
     */
    void scan(byte[] from, byte[] to, Visitor visitor);

    /** Sees one row after the other. */
    @FunctionalInterface
    interface Visitor {
        /**
         * Sees a row.
         *
         * @return whether to go on
         */
        boolean visit(byte[] key, byte[] row);
    }
}

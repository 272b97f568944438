package io.penstock.processor.row;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Holds writes back until they are flushed, so that a row that comes and goes in between costs the store nothing: neither
 * a write nor a tombstone, neither there nor in what logs its changes. For that it remembers which keys the store is known
 * not to have. For use by one thread.
 */
public final class FoldingRows implements RowStore {
    /** Heap that may be held back: beyond it, rows go to the store early. */
    private static final long MOST_BYTES = 16L << 20;

    private static final int OVERHEAD = 96;

    private final RowStore below;
    private final TreeMap<byte[], Held> held = new TreeMap<>(Arrays::compareUnsigned);
    private long bytes;

    /**
     * @param row what the store is to have; empty: nothing
     * @param below whether the store may have a row with the key
     */
    private record Held(Optional<byte[]> row, boolean below) {
        static final Held ABSENT = new Held(Optional.empty(), false);
        static final Held DELETED = new Held(Optional.empty(), true);
    }

    /**
     * @param below the store
     */
    public FoldingRows(RowStore below) {
        this.below = below;
    }

    @Override
    public Optional<byte[]> get(byte[] key) {
        Held mine = held.get(key);
        if (mine != null) {
            return mine.row();
        }
        Optional<byte[]> row = below.get(key);
        if (row.isEmpty()) {
            hold(key, Held.ABSENT);
        }
        return row;
    }

    @Override
    public void put(byte[] key, byte[] row) {
        Held mine = held.get(key);
        hold(key, new Held(Optional.of(row), mine == null || mine.below()));
    }

    /** Writes a row of which the caller knows that the store has none with its key. */
    public void add(byte[] key, byte[] row) {
        hold(key, new Held(Optional.of(row), false));
    }

    @Override
    public void delete(byte[] key) {
        Held mine = held.get(key);
        hold(key, mine != null && !mine.below() ? Held.ABSENT : Held.DELETED);
    }

    /** Writes what was held back. */
    public void flush() {
        held.forEach((key, change) -> {
            if (change.row().isPresent()) {
                below.put(key, change.row().get());
            } else if (change.below()) {
                below.delete(key);
            }
        });
        held.clear();
        bytes = 0;
    }

    @Override
    public void scan(byte[] from, byte[] to, Visitor visitor) {
        if (Arrays.compareUnsigned(from, to) > 0) {
            return;
        }
        Merge merge = new Merge(held.subMap(from, true, to, true).entrySet().iterator(), visitor);
        below.scan(from, to, merge);
        merge.rest();
    }

    private void hold(byte[] key, Held change) {
        Held before = held.put(key, change);
        bytes += size(change) + (before == null ? OVERHEAD + key.length : -size(before));
        if (bytes > MOST_BYTES) {
            flush();
        }
    }

    private static int size(Held change) {
        return change.row().map(row -> row.length).orElse(0);
    }

    /** Walks over the store's rows and ours as one. */
    private static final class Merge implements Visitor {
        private final Iterator<Map.Entry<byte[], Held>> mine;
        private final Visitor visitor;
        private Optional<Map.Entry<byte[], Held>> next = Optional.empty();
        private boolean more = true;

        Merge(Iterator<Map.Entry<byte[], Held>> mine, Visitor visitor) {
            this.mine = mine;
            this.visitor = visitor;
            advance();
        }

        @Override
        public boolean visit(byte[] key, byte[] row) {
            int order = -1;
            while (more
                    && next.isPresent()
                    && (order = Arrays.compareUnsigned(next.get().getKey(), key)) < 0) {
                show();
            }
            if (more && next.isPresent() && order == 0) {
                show();
            } else if (more) {
                more = visitor.visit(key, row);
            }
            return more;
        }

        void rest() {
            while (more && next.isPresent()) {
                show();
            }
        }

        private void show() {
            Map.Entry<byte[], Held> entry = next.orElseThrow();
            advance();
            if (entry.getValue().row().isPresent()) {
                more = visitor.visit(entry.getKey(), entry.getValue().row().get());
            }
        }

        private void advance() {
            next = mine.hasNext() ? Optional.of(mine.next()) : Optional.empty();
        }
    }
}

package io.penstock.processor.row;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Holds writes back until they are flushed, so that a row that comes and goes in between costs the store nothing: neither
 * a write nor a tombstone, neither there nor in what logs its changes. For that it remembers which keys the store is known
 * not to have. For use by one thread.
 *
 * <p>What is flushed is written in an order of kinds, which are the first bytes of keys: where no transaction holds the writes
 * together, a crash keeps those that came first.
 */
public final class FoldingRows implements RowStore {
    /** Heap that may be held back for long. */
    private static final long MOST_BYTES = 16L << 20;

    private static final int OVERHEAD = 96;

    private final RowStore below;
    private final List<Step> order;
    private final Runnable first;
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
     * Writes of one kind that go together.
     *
     * @param kind the first byte of their keys
     * @param puts whether rows are written, or deleted
     */
    public record Step(char kind, boolean puts) {}

    /**
     * @param below the store
     */
    public FoldingRows(RowStore below) {
        this(below, List.of());
    }

    /**
     * @param below the store
     * @param order what is written first; the rest comes after it
     */
    public FoldingRows(RowStore below, List<Step> order) {
        this(below, order, () -> {});
    }

    /**
     * @param below the store
     * @param order what is written first; the rest comes after it
     * @param first comes before all that is written: if it fails, nothing is
     */
    public FoldingRows(RowStore below, List<Step> order, Runnable first) {
        this.below = below;
        this.order = List.copyOf(order);
        this.first = first;
    }

    @Override
    public Optional<byte[]> get(byte[] key) {
        Held mine = held.get(key);
        if (mine != null) {
            return mine.row();
        }
        Optional<byte[]> row = below.get(key);
        if (row.isEmpty() && !isFull()) {
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

    /** Whether so much is held back that it is to be flushed as soon as it is whole. */
    public boolean isFull() {
        return bytes > MOST_BYTES;
    }

    /** Writes what was held back. */
    public void flush() {
        if (held.values().stream().anyMatch(change -> change.row().isPresent() || change.below())) {
            first.run();
        }
        for (Step step : order) {
            held.subMap(new byte[] {(byte) step.kind()}, new byte[] {(byte) (step.kind() + 1)})
                    .entrySet()
                    .removeIf(entry -> {
                        boolean now = entry.getValue().row().isPresent() == step.puts();
                        if (now) {
                            write(entry.getKey(), entry.getValue());
                        }
                        return now;
                    });
        }
        held.forEach(this::write);
        held.clear();
        bytes = 0;
    }

    private void write(byte[] key, Held change) {
        if (change.row().isPresent()) {
            below.put(key, change.row().get());
        } else if (change.below()) {
            below.delete(key);
        }
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

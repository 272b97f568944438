package io.penstock.processor.partition;

import io.penstock.processor.row.RowStore;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A store of which a crash keeps the first of the writes since the last commit: no transaction holds them together. */
final class TornRows implements RowStore {
    private final TreeMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);
    private final Deque<Runnable> undo = new ArrayDeque<>();

    @Override
    public Optional<byte[]> get(byte[] key) {
        return Optional.ofNullable(rows.get(key));
    }

    @Override
    public void put(byte[] key, byte[] row) {
        restoreTo(key, Optional.ofNullable(rows.put(key, row)));
    }

    @Override
    public void delete(byte[] key) {
        restoreTo(key, Optional.ofNullable(rows.remove(key)));
    }

    @Override
    public void scan(byte[] from, byte[] to, Visitor visitor) {
        for (Map.Entry<byte[], byte[]> row : rows.subMap(from, true, to, true).entrySet()) {
            if (!visitor.visit(row.getKey(), row.getValue())) {
                return;
            }
        }
    }

    void commit() {
        undo.clear();
    }

    /** Writes since the last commit. */
    int uncommitted() {
        return undo.size();
    }

    /** The process ends; of the writes since the last commit so many are kept. */
    void crash(int kept) {
        while (undo.size() > kept) {
            undo.pop().run();
        }
        undo.clear();
    }

    /** The first row of a kind is lost. */
    void lose(char kind) {
        rows.remove(rows.ceilingKey(new byte[] {(byte) kind}));
    }

    /** How many rows of a kind there are. */
    long count(char kind) {
        return rows.keySet().stream().filter(key -> key[0] == kind).count();
    }

    private void restoreTo(byte[] key, Optional<byte[]> before) {
        undo.push(() -> before.ifPresentOrElse(row -> rows.put(key, row), () -> rows.remove(key)));
    }
}

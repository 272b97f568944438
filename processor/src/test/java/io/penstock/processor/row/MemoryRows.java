package io.penstock.processor.row;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Rows in memory, sorted as RocksDB sorts them; counts what scans look at. */
public final class MemoryRows implements RowStore {
    private final TreeMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);
    private final Map<Byte, Long> bytesRead = new HashMap<>();
    private int visited;

    @Override
    public Optional<byte[]> get(byte[] key) {
        Optional<byte[]> row = Optional.ofNullable(rows.get(key));
        row.ifPresent(found -> bytesRead.merge(key[0], (long) found.length, Long::sum));
        return row;
    }

    @Override
    public void put(byte[] key, byte[] row) {
        rows.put(key, row);
    }

    @Override
    public void delete(byte[] key) {
        rows.remove(key);
    }

    @Override
    public void scan(byte[] from, byte[] to, Visitor visitor) {
        for (Map.Entry<byte[], byte[]> row : rows.subMap(from, true, to, true).entrySet()) {
            visited++;
            if (!visitor.visit(row.getKey(), row.getValue())) {
                return;
            }
        }
    }

    /** The same rows, in a store of their own. */
    public MemoryRows copy() {
        MemoryRows copy = new MemoryRows();
        copy.rows.putAll(rows);
        return copy;
    }

    /** The keys under which the other store has something else, in hexadecimal. */
    public List<String> difference(MemoryRows other) {
        TreeSet<byte[]> keys = new TreeSet<>(Arrays::compareUnsigned);
        keys.addAll(rows.keySet());
        keys.addAll(other.rows.keySet());
        return keys.stream()
                .filter(key -> !Arrays.equals(rows.get(key), other.rows.get(key)))
                .map(HexFormat.of()::formatHex)
                .toList();
    }

    public void clear() {
        rows.clear();
    }

    public int size() {
        return rows.size();
    }

    /** How many rows of a kind there are. */
    public long count(char kind) {
        return rows.keySet().stream().filter(key -> key[0] == kind).count();
    }

    /** How many bytes of rows of a kind were got one by one since this was asked for last. */
    public long bytesRead(char kind) {
        return Optional.ofNullable(bytesRead.remove((byte) kind)).orElse(0L);
    }

    public int visited() {
        return visited;
    }
}

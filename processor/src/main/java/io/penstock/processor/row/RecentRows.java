package io.penstock.processor.row;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps rows that were read or written lately at hand, and holds what has changed back until it is flushed, before each
 * commit: a document that changes again soon costs the store one write for each commit, and no read. The record cache of Kafka
 * Streams has the same idea, and keeps its rows sorted and behind a lock, which costs what it spares. For use by one thread.
 *
 * <p>What is flushed is written in the order in which rows were first changed. Rows are walked over in the store: what was held
 * back is written before.
 */
public final class RecentRows implements RowStore {
    /** Heap for rows at hand. One partition's store has so much; what it needs is the documents of a second or two. */
    private static final long MOST_BYTES = 512 << 10;
    /** Larger rows go straight to the store. */
    private static final int LARGEST_BYTES = 16 << 10;
    /** What an entry takes beside its bytes: the map's, the key's and the row's objects. */
    private static final int OVERHEAD = 160;

    private final RowStore below;
    private final long mostBytes;
    /** The one that was used least lately comes first. */
    private final Map<Key, Row> rows = new LinkedHashMap<>(64, 0.75f, true);

    private final List<Key> changed = new ArrayList<>();
    private long bytes;

    /**
     * @param content empty: the store has no such row, or is not to have it any more
     * @param changed whether the store does not know it yet
     */
    private record Row(Optional<byte[]> content, boolean changed) {
        int size() {
            return content.map(row -> row.length).orElse(0);
        }
    }

    /** A key that is found by its bytes. */
    private static final class Key {
        private final byte[] bytes;
        private final int hash;

        Key(byte[] bytes) {
            this.bytes = bytes;
            this.hash = Arrays.hashCode(bytes);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && hash == key.hash && Arrays.equals(bytes, key.bytes);
        }
    }

    /**
     * @param below the store
     */
    public RecentRows(RowStore below) {
        this(below, MOST_BYTES);
    }

    /**
     * @param below the store
     * @param mostBytes heap for rows at hand: bytes
     */
    RecentRows(RowStore below, long mostBytes) {
        this.below = below;
        this.mostBytes = mostBytes;
    }

    @Override
    public Optional<byte[]> get(byte[] key) {
        Key wanted = new Key(key);
        @Nullable Row known = rows.get(wanted);
        if (known != null) {
            return known.content();
        }
        Optional<byte[]> found = below.get(key);
        Row row = new Row(found, false);
        if (row.size() <= LARGEST_BYTES) {
            keep(wanted, row);
            trim();
        }
        return found;
    }

    @Override
    public void put(byte[] key, byte[] row) {
        change(new Key(key), Optional.of(row));
    }

    @Override
    public void delete(byte[] key) {
        change(new Key(key), Optional.empty());
    }

    @Override
    public void scan(byte[] from, byte[] to, Visitor visitor) {
        flush();
        below.scan(from, to, visitor);
    }

    /** Writes what was held back. */
    public void flush() {
        for (Key key : changed) {
            @Nullable Row row = rows.get(key);
            if (row != null && row.changed()) {
                write(key, row.content());
                rows.put(key, new Row(row.content(), false));
            }
        }
        changed.clear();
    }

    private void change(Key key, Optional<byte[]> content) {
        Row row = new Row(content, true);
        if (row.size() > LARGEST_BYTES) {
            flush();
            forget(key);
            write(key, content);
            return;
        }
        Optional<Row> before = keep(key, row);
        if (before.isEmpty() || !before.get().changed()) {
            changed.add(key);
        }
        trim();
    }

    private void write(Key key, Optional<byte[]> content) {
        if (content.isPresent()) {
            below.put(key.bytes, content.get());
        } else {
            below.delete(key.bytes);
        }
    }

    private Optional<Row> keep(Key key, Row row) {
        Optional<Row> before = Optional.ofNullable(rows.put(key, row));
        bytes += row.size() - before.map(Row::size).orElse(-OVERHEAD - key.bytes.length);
        return before;
    }

    private void forget(Key key) {
        Optional.ofNullable(rows.remove(key)).ifPresent(row -> bytes -= row.size() + OVERHEAD + key.bytes.length);
    }

    private void trim() {
        while (bytes > mostBytes && !rows.isEmpty()) {
            Map.Entry<Key, Row> oldest = rows.entrySet().iterator().next();
            if (oldest.getValue().changed()) {
                flush();
            } else {
                forget(oldest.getKey());
            }
        }
    }
}

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
    private static final long MOST_BYTES = 256 << 10;
    /** Larger rows go straight to the store. */
    private static final int LARGEST_BYTES = 16 << 10;
    /** What a row takes beside its bytes: the map's entry and the headers of the objects. */
    private static final int OVERHEAD = 120;

    private final RowStore below;
    private final long mostBytes;
    /** Each stands under itself; the one that was used least lately comes first. */
    private final Map<Row, Row> rows = new LinkedHashMap<>(64, 0.75f, true);

    private final List<Row> changed = new ArrayList<>();
    private long bytes;

    /**
     * A row at hand, found by the bytes of its key. There are thousands, and each lives for long enough to be in the way of the
     * garbage collector, so it is one object. What it takes stands beside it: when it has to go it has not been used for long,
     * and what is asked then is in no cache of the processor any more.
     */
    private static final class Row {
        private final byte[] key;
        private final int hash;
        /** Null: the store has no such row, or is not to have it any more. */
        private byte @Nullable [] content;
        /** Whether the store does not know it yet. */
        private boolean changed;

        private int size;

        Row(byte[] key) {
            this.key = key;
            this.hash = Arrays.hashCode(key);
        }

        /** Gives it another content, and says by how many bytes it has grown. */
        int become(byte @Nullable [] other) {
            int before = size;
            content = other;
            size = OVERHEAD + key.length + length(other);
            return size - before;
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Row row && hash == row.hash && Arrays.equals(key, row.key);
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
        Row wanted = new Row(key);
        @Nullable Row known = rows.get(wanted);
        if (known != null) {
            return Optional.ofNullable(known.content);
        }
        Optional<byte[]> found = below.get(key);
        byte @Nullable [] content = found.orElse(null);
        if (length(content) <= LARGEST_BYTES) {
            keep(wanted, content);
            trim();
        }
        return found;
    }

    @Override
    public void put(byte[] key, byte[] row) {
        change(new Row(key), row);
    }

    @Override
    public void delete(byte[] key) {
        change(new Row(key), null);
    }

    @Override
    public void scan(byte[] from, byte[] to, Visitor visitor) {
        flush();
        below.scan(from, to, visitor);
    }

    /** Writes what was held back. */
    public void flush() {
        for (Row row : changed) {
            // All of them, unless the store has refused one before.
            if (row.changed) {
                write(row.key, row.content);
                row.changed = false;
            }
        }
        changed.clear();
    }

    private void change(Row wanted, byte @Nullable [] content) {
        if (length(content) > LARGEST_BYTES) {
            flush();
            forget(wanted);
            write(wanted.key, content);
            return;
        }
        Row row = keep(wanted, content);
        if (!row.changed) {
            row.changed = true;
            changed.add(row);
        }
        trim();
    }

    private void write(byte[] key, byte @Nullable [] content) {
        if (content == null) {
            below.delete(key);
        } else {
            below.put(key, content);
        }
    }

    private Row keep(Row wanted, byte @Nullable [] content) {
        @Nullable Row known = rows.putIfAbsent(wanted, wanted);
        Row row = known == null ? wanted : known;
        bytes += row.become(content);
        return row;
    }

    private void forget(Row wanted) {
        @Nullable Row row = rows.remove(wanted);
        bytes -= row == null ? 0 : row.size;
    }

    private void trim() {
        while (bytes > mostBytes && !rows.isEmpty()) {
            Row oldest = rows.keySet().iterator().next();
            if (oldest.changed) {
                flush();
            } else {
                forget(oldest);
            }
        }
    }

    private static int length(byte @Nullable [] content) {
        return content == null ? 0 : content.length;
    }
}

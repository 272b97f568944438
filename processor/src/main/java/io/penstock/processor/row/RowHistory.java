package io.penstock.processor.row;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows that can be wound back. Under at-least-once a record that was processed may be read again while the store keeps what
 * it wrote (the revived KIP-655 has the idea): judged against the row that it made itself, it would be its own duplicate.
 * So each row stands there with the ones before it, and a record is held against the newest that an earlier record made.
 *
 * <p>Where no record is read again like that, only the newest is kept, and costs three bytes.
 *
 * @param <R> the rows, each of which knows the offset of the record that made it
 */
public final class RowHistory<R> {
    /** More changes of one document between two commits are judged as if nothing had been before them. */
    private static final int DEPTH = 32;

    private static final int FORMAT = 1;
    /** Bytes before the newest row: the format, how many rows there are, and the length of the first. */
    private static final int HEAD = 8;

    private final RowStore store;
    private final Codec<R> codec;
    private final boolean readsAgain;

    /** The binary form of rows. */
    public interface Codec<R> {
        /** The row's bytes. */
        byte[] encode(R row);

        /** The row that {@link #encode} made these bytes of. */
        R decode(byte[] bytes);

        /** Offset of the record that made the row. */
        long offset(R row);
    }

    /**
     * @param store the store with the rows
     * @param codec their form
     * @param readsAgain whether a record that was processed may be read again with the store keeping what it wrote
     */
    public RowHistory(RowStore store, Codec<R> codec, boolean readsAgain) {
        this.store = store;
        this.codec = codec;
        this.readsAgain = readsAgain;
    }

    /** The newest row with this key. */
    public Optional<R> newest(byte[] key) {
        return store.get(key).map(bytes -> newest(bytes, codec));
    }

    /** The newest row of what is stored under a key. */
    public static <R> R newest(byte[] stored, Codec<R> codec) {
        RowReader reader = RowReader.open(stored, FORMAT);
        reader.varint();
        return codec.decode(reader.bytes());
    }

    /**
     * The row as it was before a record.
     *
     * @param offset the record's offset
     */
    public Optional<R> before(byte[] key, long offset) {
        return readsAgain ? earlier(key, offset).stream().findFirst() : newest(key);
    }

    /**
     * The row that a record made when it was processed before.
     *
     * @param offset the record's offset
     */
    public Optional<R> madeBy(byte[] key, long offset) {
        return readsAgain
                ? all(key).stream().filter(row -> codec.offset(row) == offset).findFirst()
                : Optional.empty();
    }

    /** Writes a row; what later records made of it, before they are read again, is forgotten. */
    public void put(byte[] key, R row) {
        List<R> before = readsAgain
                ? earlier(key, codec.offset(row)).stream().limit(DEPTH - 1).toList()
                : List.of();
        byte[] newest = codec.encode(row);
        RowWriter writer = RowWriter.format(FORMAT, newest.length + HEAD)
                .varint(before.size() + 1)
                .bytes(newest);
        before.forEach(each -> writer.bytes(codec.encode(each)));
        store.put(key, writer.toBytes());
    }

    private List<R> earlier(byte[] key, long offset) {
        return all(key).stream().filter(row -> codec.offset(row) < offset).toList();
    }

    private List<R> all(byte[] key) {
        List<R> rows = new ArrayList<>();
        store.get(key).ifPresent(bytes -> {
            RowReader reader = RowReader.open(bytes, FORMAT);
            for (long left = reader.varint(); left > 0; left--) {
                rows.add(codec.decode(reader.bytes()));
            }
        });
        return rows;
    }
}

package io.penstock.processor.row;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/**
 * Writes large rows in pieces, so that what logs the store's changes never has to take a large record: a log's segment has to
 * hold the largest one, and the segment that is written to is read through at each restore, however little of it is alive.
 * For use by one thread; for reading only, by any.
 *
 * <pre>
 * key                       the row; or, of a large one, the number 255, the side of its pieces, and the length of all
 * 01 kind side number key   a piece; its kind is the key's first byte
 * </pre>
 *
 * <p>A row's new pieces are written before the row that names them, on the side where its old ones are not, and those go
 * after it. So a reader in between, or after a crash there, finds the row as it was or as it is to be. Where no transaction
 * holds writes together, pieces that no row names may stay behind: of one row for each crash.
 */
public final class PiecewiseRows implements RowStore {
    /** Largest row that is written whole, and largest piece: bytes. */
    public static final int WHOLE_BYTES = 256 * 1024;

    /** In the place of a row's format number, which is never as high. */
    private static final int MARK = 255;

    private static final char KIND = 1;

    private final RowStore below;
    /** Kinds of rows of which it was looked whether there are any in pieces. */
    private final BitSet known = new BitSet();
    /** Those of which there may be: of others nobody has to look for a row's pieces. */
    private final BitSet large = new BitSet();

    /**
     * Where a row's pieces are.
     *
     * @param side 0 or 1
     * @param length of all together: bytes
     */
    private record Pieces(int side, int length) {
        static Optional<Pieces> of(byte[] row) {
            if (row.length == 0 || (row[0] & 0xFF) != MARK) {
                return Optional.empty();
            }
            RowReader reader = RowReader.open(row, MARK);
            return Optional.of(new Pieces(reader.fixed8(), (int) reader.varint()));
        }

        byte[] row() {
            return RowWriter.format(MARK).fixed8(side).varint(length).toBytes();
        }

        int count() {
            return (length + WHOLE_BYTES - 1) / WHOLE_BYTES;
        }

        byte[] key(int number, byte[] key) {
            return RowWriter.key()
                    .fixed8(KIND)
                    .fixed8(key[0])
                    .fixed8(side)
                    .fixed64(number)
                    .raw(key)
                    .toBytes();
        }
    }

    /**
     * @param below the store
     */
    public PiecewiseRows(RowStore below) {
        this.below = below;
    }

    @Override
    public Optional<byte[]> get(byte[] key) {
        return below.get(key).flatMap(row -> whole(key, row));
    }

    @Override
    public void put(byte[] key, byte[] row) {
        Optional<Pieces> before = pieces(key);
        if (row.length <= WHOLE_BYTES) {
            below.put(key, row);
        } else {
            Pieces pieces = new Pieces(before.map(old -> 1 - old.side()).orElse(0), row.length);
            for (int number = 0; number < pieces.count(); number++) {
                int from = number * WHOLE_BYTES;
                below.put(
                        pieces.key(number, key),
                        Arrays.copyOfRange(row, from, Math.min(row.length, from + WHOLE_BYTES)));
            }
            below.put(key, pieces.row());
            large.set(kind(key));
        }
        before.ifPresent(old -> delete(key, old));
    }

    @Override
    public void delete(byte[] key) {
        Optional<Pieces> before = pieces(key);
        below.delete(key);
        before.ifPresent(old -> delete(key, old));
    }

    @Override
    public void scan(byte[] from, byte[] to, Visitor visitor) {
        below.scan(
                from,
                to,
                (key, row) ->
                        whole(key, row).map(found -> visitor.visit(key, found)).orElse(true));
    }

    private void delete(byte[] key, Pieces pieces) {
        for (int number = 0; number < pieces.count(); number++) {
            below.delete(pieces.key(number, key));
        }
    }

    /** The pieces of a row, if it stands in pieces. */
    private Optional<Pieces> pieces(byte[] key) {
        int kind = kind(key);
        if (!known.get(kind)) {
            known.set(kind);
            byte[] from = {KIND, (byte) kind};
            byte[] to = {KIND, (byte) kind, 2};
            below.scan(from, to, (piece, row) -> {
                large.set(kind);
                return false;
            });
        }
        return large.get(kind) ? below.get(key).flatMap(Pieces::of) : Optional.empty();
    }

    private static int kind(byte[] key) {
        return key[0] & 0xFF;
    }

    /** The row itself; empty if its pieces went while somebody read beside the thread that writes. */
    private Optional<byte[]> whole(byte[] key, byte[] row) {
        Optional<Pieces> pieces = Pieces.of(row);
        if (pieces.isEmpty()) {
            return Optional.of(row);
        }
        byte[] whole = new byte[pieces.get().length()];
        int length = 0;
        for (int number = 0; number < pieces.get().count(); number++) {
            Optional<byte[]> piece = below.get(pieces.get().key(number, key));
            if (piece.isEmpty() || piece.get().length > whole.length - length) {
                return Optional.empty();
            }
            System.arraycopy(piece.get(), 0, whole, length, piece.get().length);
            length += piece.get().length;
        }
        return length == whole.length ? Optional.of(whole) : Optional.empty();
    }
}

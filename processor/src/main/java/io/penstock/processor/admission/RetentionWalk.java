package io.penstock.processor.admission;

import io.penstock.processor.admission.Ledger.Retention;
import io.penstock.processor.row.RowReader;
import io.penstock.processor.row.RowStore;
import io.penstock.processor.row.RowWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Makes rows that were written under another retention expire by the present one, for which they have no reminder. It walks
 * over all of them once, a few at a time, for a grown ledger has millions; how far it is, and for which retention, is written
 * in the store. For use by one thread.
 */
final class RetentionWalk {
    /** The key of its own row, behind all those that it walks over. */
    private static final byte[] KEY = {'V'};

    private static final byte[] FIRST = {Ledger.DOCUMENT};
    private static final byte[] LAST = {Ledger.RESULT + 1};
    private static final byte[] NOTHING = {};
    private static final int FORMAT = 1;
    /** Rows for one step. */
    private static final int AT_ONCE = 256;

    private final RowStore store;
    private final Retention retention;
    private final BiConsumer<byte[], byte[]> visitor;
    private boolean begun;
    /** Where it goes on; nothing: it is over. */
    private byte[] from = FIRST;

    /**
     * @param visitor sees keys and rows, those of results without their bytes; it may write to the store
     */
    RetentionWalk(RowStore store, Retention retention, BiConsumer<byte[], byte[]> visitor) {
        this.store = store;
        this.retention = retention;
        this.visitor = visitor;
    }

    /** Goes on for some rows; costs nothing once all have been seen. */
    void step() {
        if (!begun) {
            begun = true;
            from = stored();
        }
        if (from.length == 0) {
            return;
        }
        List<Map.Entry<byte[], byte[]>> seen = new ArrayList<>();
        store.scan(from, LAST, (key, row) -> {
            seen.add(Map.entry(key, key[0] == Ledger.RESULT ? NOTHING : row));
            return seen.size() < AT_ONCE;
        });
        seen.forEach(entry -> visitor.accept(entry.getKey(), entry.getValue()));
        from = seen.size() < AT_ONCE
                ? NOTHING
                : behind(seen.get(seen.size() - 1).getKey());
        store.put(KEY, row().bytes(from).toBytes());
    }

    private byte[] stored() {
        byte[] expected = row().toBytes();
        return store.get(KEY)
                .filter(row ->
                        Arrays.equals(row, 0, Math.min(row.length, expected.length), expected, 0, expected.length))
                .map(row -> {
                    RowReader reader = RowReader.open(row, FORMAT);
                    reader.fixed64();
                    reader.fixed64();
                    return reader.bytes();
                })
                .orElse(FIRST);
    }

    /** How it begins: by the retention; where the walk is follows. */
    private RowWriter row() {
        return RowWriter.format(FORMAT)
                .fixed64(retention.afterDelete().toMillis())
                .fixed64(retention.afterAdmission().map(Duration::toMillis).orElse(-1L));
    }

    private static byte[] behind(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }
}

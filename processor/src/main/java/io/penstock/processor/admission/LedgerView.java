package io.penstock.processor.admission;

import io.penstock.processor.row.RowHistory;
import io.penstock.processor.row.RowKey;
import io.penstock.processor.row.RowStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Looks into a partition's ledger, without changing anything. Its rows are written as tasks end, so that it may tell of what is
 * not committed yet; a crash takes that back. For use by one thread.
 */
public final class LedgerView {
    private static final byte END = (byte) 0xFF;

    private final RowStore rows;
    private final RowHistory<LedgerRow> documents;

    /**
     * What became of a document for a task id.
     *
     * @param collection the collection with its database
     * @param documentId the document's id as JSON; its beginning, if it is very long
     * @param version the newest version that was admitted
     * @param outcome what became of it: {@code open}, {@code succeeded}, {@code dead-lettered}, {@code seeded},
     *     {@code discarded} or {@code cancelled}
     * @param deleted whether the document is gone
     * @param admittedAt the stream's time at its admission: milliseconds since 1970
     * @param open where the newest open version stands in the backlog; 0: none is open
     * @param forGood whether the task id is settled for good
     */
    public record Remembered(
            String collection,
            String documentId,
            String version,
            String outcome,
            boolean deleted,
            long admittedAt,
            long open,
            boolean forGood) {}

    /**
     * @param rows the partition's store
     */
    public LedgerView(RowStore rows) {
        this.rows = rows;
        this.documents = new RowHistory<>(rows, LedgerRow.CODEC, false);
    }

    /** What became of the documents of a task id, in every collection of the job. */
    public List<Remembered> find(String job, String taskId) {
        List<Remembered> found = new ArrayList<>();
        Optional<String> collection = collectionAfter(RowKey.of(Ledger.DOCUMENT, job), job);
        while (collection.isPresent()) {
            String name = collection.get();
            byte[] prefix = RowKey.of(Ledger.DOCUMENT, job, name, taskId);
            boolean forGood =
                    rows.get(RowKey.of(Ledger.ONCE, job, name, taskId)).isPresent();
            rows.scan(prefix, after(prefix), (key, row) -> {
                documents.newest(key).ifPresent(entry -> found.add(remembered(name, key, entry, forGood)));
                return true;
            });
            collection = collectionAfter(after(RowKey.of(Ledger.DOCUMENT, job, name)), job);
        }
        return found;
    }

    private static Remembered remembered(String collection, byte[] key, LedgerRow row, boolean forGood) {
        return new Remembered(
                collection,
                RowKey.texts(key).get(3),
                row.position().text(),
                row.outcome().word(),
                row.life().ended(),
                row.admittedAt(),
                row.open(),
                forGood);
    }

    /** Of a job's rows from a key on, the first one's collection. */
    private Optional<String> collectionAfter(byte[] from, String job) {
        List<String> found = new ArrayList<>(1);
        rows.scan(from, after(RowKey.of(Ledger.DOCUMENT, job)), (key, row) -> {
            found.add(RowKey.texts(key).get(1));
            return false;
        });
        return found.stream().findFirst();
    }

    /** Sorts behind all keys with this prefix: a length may be 0xFF, but the UTF-8 after it has no such byte. */
    private static byte[] after(byte[] prefix) {
        byte[] end = Arrays.copyOf(prefix, prefix.length + 2);
        end[prefix.length] = END;
        end[prefix.length + 1] = END;
        return end;
    }
}

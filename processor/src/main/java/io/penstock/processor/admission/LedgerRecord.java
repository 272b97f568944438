package io.penstock.processor.admission;

import io.penstock.processor.row.RowHistory;
import io.penstock.processor.row.RowKey;
import java.util.List;
import java.util.Optional;

/**
 * What a record of the ledger's changelog tells, for those who copy the ledger. Two kinds of rows are told of: what became
 * of a document for a task id, and that a task id is settled for good.
 *
 * @param job the job
 * @param collection the collection with its database
 * @param taskId the task id
 * @param documentId the document's id as JSON; empty: the row is of the task id as such, which is settled for good
 * @param state what the row says; empty: it is erased
 */
public record LedgerRecord(
        String job, String collection, String taskId, Optional<String> documentId, Optional<State> state) {

    /** What a row says. */
    public sealed interface State {}

    /**
     * What became of a document.
     *
     * @param version the newest version that was admitted
     * @param field the document's own version then, if the job names a field with it
     * @param outcome {@code open}, {@code succeeded}, {@code dead-lettered}, {@code seeded}, {@code discarded} or
     *     {@code cancelled}
     * @param deleted whether the document is gone
     * @param admittedAt the stream's time at its admission: milliseconds since 1970
     * @param round 1, and one more each time that an operator had it tried again
     */
    public record OfDocument(
            String version, Optional<String> field, String outcome, boolean deleted, long admittedAt, int round)
            implements State {}

    /**
     * A task id is settled for good.
     *
     * @param settledAt the stream's time then: milliseconds since 1970
     */
    public record ForGood(long settledAt) implements State {}

    /**
     * Reads one.
     *
     * @param key the record's key
     * @param value its value; empty: the row is erased
     * @return empty if the row is of a kind that is not told of
     * @throws IllegalArgumentException if the row has a form that this version does not know
     */
    public static Optional<LedgerRecord> read(byte[] key, Optional<byte[]> value) {
        char kind = (char) key[0];
        if (kind == Ledger.DOCUMENT) {
            List<String> texts = RowKey.texts(key);
            return Optional.of(of(texts, Optional.of(texts.get(3)), value.map(LedgerRecord::document)));
        }
        if (kind == Ledger.ONCE) {
            Optional<State> state = value.map(OnceRow::decode).map(row -> new ForGood(row.settledAt()));
            return Optional.of(of(RowKey.texts(key), Optional.empty(), state));
        }
        return Optional.empty();
    }

    private static LedgerRecord of(List<String> texts, Optional<String> documentId, Optional<State> state) {
        return new LedgerRecord(texts.get(0), texts.get(1), texts.get(2), documentId, state);
    }

    private static State document(byte[] value) {
        LedgerRow row = RowHistory.newest(value, LedgerRow.CODEC);
        return new OfDocument(
                row.position().text(),
                row.field().map(field -> field.text()),
                row.outcome().word(),
                row.life().ended(),
                row.admittedAt(),
                row.round());
    }
}

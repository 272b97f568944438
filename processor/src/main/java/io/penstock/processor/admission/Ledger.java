package io.penstock.processor.admission;

import io.penstock.processor.admission.LedgerRow.Life;
import io.penstock.processor.row.Expiry;
import io.penstock.processor.row.RecentRows;
import io.penstock.processor.row.RowHistory;
import io.penstock.processor.row.RowKey;
import io.penstock.processor.row.RowReader;
import io.penstock.processor.row.RowStore;
import io.penstock.processor.row.RowWriter;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.Raw;
import io.penstock.processor.task.TaskKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Remembers what became of each document for each task id, and which task ids are settled for good. A document is
 * remembered as long as it lives and a while longer. One partition's part; for use by one thread.
 */
public final class Ledger {
    /** What became of a document. */
    static final char DOCUMENT = 'D';
    /** A task id is settled for good. */
    static final char ONCE = 'O';

    /** What a document's last task came to. */
    static final char RESULT = 'R';
    /** How soon a row that would go, and whose document has an open task, is looked at again: milliseconds. */
    private static final long A_DAY = Duration.ofDays(1).toMillis();
    /** Results that are larger are not kept. */
    private static final int LARGEST_RESULT = 64 * 1024;

    private static final Raw NOTHING_KEPT = Raw.of("");

    private final RecentRows store;
    private final RowHistory<LedgerRow> documents;
    private final Retention retention;
    private final boolean readsAgain;
    private final Expiry expiry;
    private final RetentionWalk walk;
    private long streamTime;

    /**
     * How long a document is remembered, in the stream's time.
     *
     * @param afterDelete after its deletion
     * @param afterAdmission after its newest admission, task ids that are settled for good included; empty: as long as it
     *     lives, and they for ever
     */
    public record Retention(Duration afterDelete, Optional<Duration> afterAdmission) {}

    /**
     * @param store the partition's store; what changes is held back until {@link #flush}
     * @param retention how long documents are remembered
     * @param readsAgain whether a record that was processed may be read again with the ledger keeping what it wrote, as
     *     under at-least-once
     */
    public Ledger(RowStore store, Retention retention, boolean readsAgain) {
        this.store = new RecentRows(store);
        this.documents = new RowHistory<>(this.store, LedgerRow.CODEC, readsAgain);
        this.retention = retention;
        this.readsAgain = readsAgain;
        this.expiry = new Expiry(this.store, this::deadline, this::forgetResult);
        this.walk = new RetentionWalk(this.store, retention, this::revise);
    }

    /** The stream's time, in milliseconds since 1970, has come to {@code now}: forgets what is to be forgotten. */
    public void advance(long now) {
        streamTime = now;
        expiry.advance(now);
    }

    /**
     * Goes on to let rows that were written under another retention leave by the one that holds now: to be called before each
     * commit, and before {@link #flush}.
     */
    public void revise() {
        walk.step();
    }

    private void revise(byte[] key, byte[] row) {
        if (key[0] == DOCUMENT) {
            deadline(RowHistory.newest(row, LedgerRow.CODEC)).ifPresent(due -> expiry.remind(due, key));
        } else if (key[0] == ONCE) {
            afterAdmission(OnceRow.decode(row).settledAt()).ifPresent(due -> expiry.remind(due, key));
        } else if (store.get(ofKind(DOCUMENT, key)).isEmpty()) {
            // Earlier versions kept results longer than the documents that they are of.
            store.delete(key);
        }
    }

    /** Writes what was held back: to be called before each commit, and before anything is written that builds on it. */
    public void flush() {
        store.flush();
    }

    boolean readsAgain() {
        return readsAgain;
    }

    /** What became of the task's document before the record with this offset. */
    Optional<LedgerRow> find(PendingTask task, long offset) {
        return documents.before(documentKey(task), offset);
    }

    /** What became of the task's document. */
    Optional<LedgerRow> newest(PendingTask task) {
        return documents.newest(documentKey(task));
    }

    /** What the record with this offset has made of the task's document, if it was read before. */
    Optional<LedgerRow> madeBy(PendingTask task, long offset) {
        return documents.madeBy(documentKey(task), offset);
    }

    void record(PendingTask task, LedgerRow row, Optional<LedgerRow> previous) {
        byte[] key = documentKey(task);
        documents.put(key, row);
        boolean endsNow = row.life().ended() && !previous.map(LedgerRow::life).equals(Optional.of(row.life()));
        boolean firstOfBounded =
                previous.isEmpty() && retention.afterAdmission().isPresent();
        if (endsNow || firstOfBounded) {
            deadline(row).ifPresent(due -> expiry.remind(due, key));
        }
    }

    /** Keeps the result of the document's last task. */
    void keepResult(PendingTask task, Raw result) {
        Raw kept = result.size() <= LARGEST_RESULT ? result : NOTHING_KEPT;
        store.put(
                documentKey(RESULT, task),
                RowWriter.format(1).bytes(kept.bytes()).toBytes());
    }

    /** The result of the document's last task; without bytes if it was too large to be kept. */
    Optional<Raw> result(PendingTask task) {
        return store.get(documentKey(RESULT, task))
                .map(row -> Raw.of(RowReader.open(row, 1).bytes()));
    }

    void forgetResult(PendingTask task) {
        store.delete(documentKey(RESULT, task));
    }

    /** What is kept of a document that is not remembered any more would stay for ever. */
    private void forgetResult(byte[] document) {
        if (document[0] == DOCUMENT && store.get(ofKind(RESULT, document)).isPresent()) {
            store.delete(ofKind(RESULT, document));
        }
    }

    private static byte[] ofKind(char kind, byte[] key) {
        byte[] other = key.clone();
        other[0] = (byte) kind;
        return other;
    }

    /** Whether an earlier record than the one with this offset has settled the task id. */
    boolean isSettledForGood(TaskKey key, long offset) {
        return store.get(onceKey(key))
                .map(OnceRow::decode)
                .filter(row -> !readsAgain || row.offset() < offset)
                .isPresent();
    }

    /** Whether the record with this offset has settled the task id. */
    boolean isSettledBy(TaskKey key, long offset) {
        return store.get(onceKey(key))
                .map(OnceRow::decode)
                .filter(row -> row.offset() == offset)
                .isPresent();
    }

    /**
     * Settles a task id.
     *
     * @param offset offset of the record that did
     * @param now the stream's time: milliseconds since 1970
     */
    void settleForGood(TaskKey key, long offset, long now) {
        byte[] onceKey = onceKey(key);
        store.put(onceKey, new OnceRow(offset, now).encode());
        retention.afterAdmission().ifPresent(after -> expiry.remind(now + after.toMillis(), onceKey));
    }

    /**
     * A document of a task id.
     *
     * @param key its row's
     * @param row what became of it
     */
    record Found(Raw key, LedgerRow row) {
        /** The document's id as JSON; of a very long one only the beginning. */
        String documentId() {
            return RowKey.last(key.bytes());
        }
    }

    /** The documents of a task id of which {@code wanted} holds, so many at most. */
    List<Found> documents(TaskKey key, int most, Predicate<LedgerRow> wanted) {
        List<Found> found = new ArrayList<>();
        byte[] from = RowKey.of(DOCUMENT, key.job(), key.collection(), key.taskId());
        byte[] to = RowKey.after(from);
        store.scan(from, to, (rowKey, row) -> {
            LedgerRow newest = RowHistory.newest(row, LedgerRow.CODEC);
            if (wanted.test(newest)) {
                found.add(new Found(Raw.of(rowKey), newest));
            }
            return found.size() < most;
        });
        return found;
    }

    /** Erases what became of a document. */
    private void forget(Found document) {
        byte[] key = document.key().bytes();
        store.delete(key);
        forgetResult(key);
        deadline(document.row()).ifPresent(due -> expiry.forget(due, key));
    }

    /**
     * Erases what is known of a task id, of so many documents at most.
     *
     * @return the ids of the documents that were erased, as JSON
     */
    List<String> forget(TaskKey key, int most) {
        List<Found> found = documents(key, most, row -> true);
        found.forEach(this::forget);
        store.delete(onceKey(key));
        List<byte[]> results = new ArrayList<>();
        if (found.size() < most) {
            // Earlier versions kept results longer than the documents that they are of.
            byte[] from = RowKey.of(RESULT, key.job(), key.collection(), key.taskId());
            store.scan(from, RowKey.after(from), (rowKey, row) -> {
                results.add(rowKey);
                return found.size() + results.size() < most;
            });
        }
        results.forEach(store::delete);
        return Stream.concat(
                        found.stream().map(Found::documentId), results.stream().map(RowKey::last))
                .toList();
    }

    /**
     * Erases what became of a job's documents and task ids, so many at most.
     *
     * @return whether there may be more
     */
    boolean forget(String job, int most) {
        List<Found> found = new ArrayList<>();
        store.scan(RowKey.of(DOCUMENT, job), RowKey.after(RowKey.of(DOCUMENT, job)), (key, row) -> {
            found.add(new Found(Raw.of(key), RowHistory.newest(row, LedgerRow.CODEC)));
            return found.size() < most;
        });
        found.forEach(this::forget);
        List<byte[]> others = new ArrayList<>();
        for (char kind : new char[] {ONCE, RESULT}) {
            store.scan(RowKey.of(kind, job), RowKey.after(RowKey.of(kind, job)), (key, row) -> {
                others.add(key);
                return others.size() < most;
            });
        }
        for (byte[] key : others) {
            if (key[0] == ONCE) {
                deadline(key).ifPresent(due -> expiry.forget(due, key));
            }
            store.delete(key);
        }
        return found.size() + others.size() >= most;
    }

    private OptionalLong deadline(byte[] key) {
        return key[0] == ONCE
                ? store.get(key)
                        .map(OnceRow::decode)
                        .map(row -> afterAdmission(row.settledAt()))
                        .orElse(OptionalLong.empty())
                : documents.newest(key).map(this::deadlineNow).orElse(OptionalLong.empty());
    }

    /** A document with an open task is kept: its outcome is still to be recorded, and compensation needs its last result. */
    private OptionalLong deadlineNow(LedgerRow row) {
        OptionalLong deadline = deadline(row);
        return row.open() == 0 || deadline.isEmpty()
                ? deadline
                : OptionalLong.of(Math.max(deadline.getAsLong(), streamTime + A_DAY));
    }

    private OptionalLong deadline(LedgerRow row) {
        Life life = row.life();
        return life.ended()
                ? OptionalLong.of(row.admittedAt() + retention.afterDelete().toMillis())
                : afterAdmission(row.admittedAt());
    }

    private OptionalLong afterAdmission(long at) {
        return retention
                .afterAdmission()
                .map(after -> OptionalLong.of(at + after.toMillis()))
                .orElse(OptionalLong.empty());
    }

    /** Documents that share a task id never make each other stale: each has a row of its own. */
    private static byte[] documentKey(PendingTask task) {
        return documentKey(DOCUMENT, task);
    }

    private static byte[] documentKey(char kind, PendingTask task) {
        TaskKey key = task.key();
        return RowKey.of(
                kind, key.job(), key.collection(), key.taskId(), task.version().documentId());
    }

    private static byte[] onceKey(TaskKey key) {
        return RowKey.of(ONCE, key.job(), key.collection(), key.taskId());
    }
}

package io.penstock.processor.intake.directory;

import io.penstock.processor.intake.directory.DirectoryRow.Life;
import io.penstock.processor.row.Expiry;
import io.penstock.processor.row.RecentRows;
import io.penstock.processor.row.RowHistory;
import io.penstock.processor.row.RowKey;
import io.penstock.processor.row.RowStore;
import io.penstock.processor.task.ChangeEvent;
import io.penstock.processor.task.Position.Relation;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Remembers where a document's tasks belong. A delete carries no more than the document's id, and a document's shard key
 * can change: by the directory a delete finds the lane of its document, and a document stays in the lane of its first
 * shard key while it lives, so that one task id never has two ledgers.
 *
 * <p>One partition's part, sorted by document; for use by one thread.
 */
public final class Directory {
    private static final char DOCUMENT = 'D';

    private final RecentRows store;
    private final RowHistory<DirectoryRow> documents;
    private final Duration afterDelete;
    private final Expiry expiry;

    /**
     * Whose placements.
     *
     * @param job its name
     * @param generation how often it was migrated: what was remembered for an earlier one is as good as forgotten, and goes
     *     with the next change of its document
     */
    public record Owner(String job, int generation) {}

    /**
     * Where a change belongs, as the directory has it.
     *
     * @param placement where the document's tasks were put so far
     * @param alive whether the document lives, so that it stays where it is
     * @param begun whether its insert was seen, so that no change is older than it and of this life
     * @param redelivered whether the change is not newer than what the directory has written down, and so was told before
     */
    public record Entry(Placement placement, boolean alive, boolean begun, boolean redelivered) {}

    /**
     * @param store the partition's store; what changes is held back until {@link #flush}
     * @param afterDelete how long a deleted document is remembered, in the stream's time
     * @param readsAgain whether a record that was processed may be read again with the directory keeping what it wrote,
     *     as under at-least-once
     */
    public Directory(RowStore store, Duration afterDelete, boolean readsAgain) {
        this.store = new RecentRows(store);
        this.documents = new RowHistory<>(this.store, DirectoryRow.CODEC, readsAgain);
        this.afterDelete = afterDelete;
        this.expiry = new Expiry(this.store, this::deadline);
    }

    /** The stream's time has come to {@code now}: forgets what is to be forgotten. */
    public void advance(long now) {
        expiry.advance(now);
    }

    /** Writes what was held back: to be called before each commit. */
    public void flush() {
        store.flush();
    }

    /** What is known of the change's document; empty if the job has never seen it. */
    public Optional<Entry> find(Owner owner, ChangeEvent change) {
        return documents
                .before(key(owner.job(), change), change.origin().offset())
                .filter(row -> row.generation() == owner.generation())
                .map(row -> entry(row, change));
    }

    /**
     * Remembers where the task of a change was put. Of a change that was told before nothing is remembered: the newer one
     * stands there.
     *
     * @param now the stream's time: milliseconds since 1970
     */
    public void remember(Owner owner, ChangeEvent change, Placement placement, long now) {
        byte[] key = key(owner.job(), change);
        Life life = Life.after(change.operation());
        DirectoryRow row =
                new DirectoryRow(placement, change.position(), change.origin().offset(), life, now, owner.generation());
        documents.put(key, row);
        if (row.ended()) {
            expiry.remind(now + afterDelete.toMillis(), key);
        }
    }

    private static Entry entry(DirectoryRow row, ChangeEvent change) {
        boolean redelivered = change.position().to(row.position()) != Relation.NEWER;
        return new Entry(row.placement(), !row.ended(), row.life() == Life.BEGUN, redelivered);
    }

    private OptionalLong deadline(byte[] key) {
        return documents
                .newest(key)
                .filter(DirectoryRow::ended)
                .map(row -> OptionalLong.of(row.touched() + afterDelete.toMillis()))
                .orElse(OptionalLong.empty());
    }

    private static byte[] key(String job, ChangeEvent change) {
        return RowKey.of(DOCUMENT, job, change.collection(), change.documentId());
    }
}

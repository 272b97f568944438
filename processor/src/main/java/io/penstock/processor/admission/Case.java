package io.penstock.processor.admission;

import io.penstock.api.Operation;
import io.penstock.processor.admission.LedgerRow.Life;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Arrival.Intent;
import io.penstock.processor.task.DocumentVersion;
import io.penstock.processor.task.FieldVersion;
import io.penstock.processor.task.Position;
import io.penstock.processor.task.Position.Relation;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A task that arrives, held against what the ledger has of its document.
 *
 * @param arrival the task
 * @param previous what became of the document before
 */
record Case(Arrival arrival, Optional<LedgerRow> previous) {
    /**
     * What is to become of the task.
     *
     * @param isSettledForGood whether its task id has its result for good; asked only where that counts
     */
    Verdict verdict(AdmissionPolicy policy, BooleanSupplier isSettledForGood) {
        DocumentVersion version = arrival.task().version();
        Relation relation =
                previous.map(row -> version.position().to(row.position())).orElse(Relation.NEWER);
        if (relation == Relation.SAME) {
            return Verdict.DUPLICATE;
        }
        if (relation == Relation.OLDER || arrival.redelivered()) {
            return Verdict.STALE;
        }
        return switch (arrival.intent()) {
            case END -> Verdict.ENDED;
            case UNMATCH -> unlessShown(Verdict.UNMATCHED);
            case BEGIN -> unlessShown(Verdict.BEGUN);
            // A seeding read records unknown documents only; it never replaces unfinished work.
            case SEED -> previous.filter(LedgerRow::isUnfinished).isPresent() ? Verdict.LEFT : Verdict.SEEDED;
            case RUN -> policy.once() && isSettledForGood.getAsBoolean() ? Verdict.SETTLED : ofNewer(policy);
        };
    }

    /** A snapshot read that may already show this insert counts as newer: the insert is stale. */
    private Verdict unlessShown(Verdict verdict) {
        DocumentVersion version = arrival.task().version();
        boolean shown = version.operation() == Operation.CREATE
                && previous.filter(row -> mayShow(row, version)).isPresent();
        return shown ? Verdict.STALE : verdict;
    }

    private Verdict ofNewer(AdmissionPolicy policy) {
        if (previous.isEmpty() || previous.get().life().ended()) {
            return Verdict.RUN;
        }
        LedgerRow row = previous.get();
        DocumentVersion version = arrival.task().version();
        if (!begins(row) && isLower(version.field(), row.field())) {
            return Verdict.STALE;
        }
        boolean spares = policy.sparesUnchanged() || version.operation() == Operation.READ;
        boolean same = version.content().isPresent() && version.content().equals(row.content());
        return spares && same && row.outcome().spares() ? Verdict.UNCHANGED : Verdict.RUN;
    }

    /**
     * Whether the change begins another life of the document. An insert does, even without a delete before it: when a
     * collection is dropped and filled again, there are no deletes.
     */
    private boolean begins(LedgerRow row) {
        DocumentVersion version = arrival.task().version();
        boolean inserts = version.operation() == Operation.CREATE
                // A position that only a hash tells apart may be the insert of this life, delivered again.
                && row.position().to(version.position()) == Relation.OLDER;
        return row.life().ended() || (inserts && !mayShow(row, version));
    }

    /**
     * Whether the ledger's row is of a snapshot read that may already show what came of the insert. By position the reads of a
     * first snapshot are older than everything that happens while it runs; only the clock can tell.
     */
    private static boolean mayShow(LedgerRow row, DocumentVersion insert) {
        return row.position().phase() == Position.READ && insert.changedAt() <= row.admittedAt();
    }

    private static boolean isLower(Optional<FieldVersion> field, Optional<FieldVersion> than) {
        return field.isPresent() && than.isPresent() && field.get().compareTo(than.get()) < 0;
    }

    /**
     * What the ledger would say of the task as the newest admitted version, while it is open.
     *
     * @param offset offset of its record in the topic that admission reads
     * @param now the stream's time: milliseconds since 1970
     */
    LedgerRow row(long offset, long now) {
        DocumentVersion version = arrival.task().version();
        Life life = previous.map(row -> begins(row) ? row.life().next() : row.life())
                .orElse(Life.FIRST);
        // An update that came without its document leaves the version field as it was.
        Optional<FieldVersion> field = version.field()
                .or(() -> previous.filter(row -> row.life().equals(life)).flatMap(LedgerRow::field));
        boolean ends = arrival.intent() == Intent.END || version.operation() == Operation.DELETE;
        return new LedgerRow(
                version.position(),
                ends ? life.end() : life,
                ends ? Optional.empty() : field,
                ends ? Optional.empty() : version.content(),
                offset,
                now,
                Fate.ofOwnTask(previous.map(LedgerRow::open).orElse(0L)));
    }
}

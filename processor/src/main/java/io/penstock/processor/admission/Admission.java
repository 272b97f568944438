package io.penstock.processor.admission;

import io.penstock.processor.admission.Fate.Outcome;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Arrival.Intent;
import io.penstock.processor.task.Output.Tries;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.Position;
import io.penstock.processor.task.Position.Relation;
import io.penstock.processor.task.Raw;
import io.penstock.processor.task.TaskKey;
import java.util.List;
import java.util.Optional;

/**
 * Judges tasks against the ledger: the version decides, the content can spare work. One partition's part; for use by
 * one thread.
 */
public final class Admission {
    private final Ledger ledger;

    /**
     * A task that was judged.
     *
     * @param verdict what is to become of it
     * @param ticket to be handed back when the task has its outcome
     */
    public record Judgement(Verdict verdict, Ticket ticket) {}

    /** What becomes of the wish to have a task tried again. */
    public sealed interface Retrial {
        /**
         * It begins another round.
         *
         * @param ticket to be handed back when it is open, or has its outcome
         */
        record Granted(Ticket ticket) implements Retrial {}

        /**
         * It has begun this round already; where records are read again, a crash may have kept no more than that.
         *
         * @param ticket to be handed back when it is open again; tells where it stood in the backlog, if it is there
         */
        record Begun(Ticket ticket) implements Retrial {}

        /**
         * It does not.
         *
         * @param objection why
         */
        record Refused(Objection objection) implements Retrial {}
    }

    /** Why a task is not tried again. */
    public enum Objection {
        /** A later version of its document was admitted. */
        STALE,
        /** It is open already. */
        OPEN,
        /** It has its result. */
        SUCCEEDED,
        /** It was tried again already, and given up once more: another dead letter tells it. */
        TRIED_AGAIN,
        /** An operator has discarded it. */
        DISCARDED
    }

    /** What the ledger will say of the task, but for its outcome. */
    public static final class Ticket {
        private final LedgerRow row;
        private final Optional<LedgerRow> previous;

        private Ticket(LedgerRow row, Optional<LedgerRow> previous) {
            this.row = row;
            this.previous = previous;
        }

        /** Whether the newest admitted version, this one's equal, has its result. */
        public boolean hasSucceeded() {
            return previous.filter(row ->
                            row.outcome() == Outcome.SUCCEEDED && !row.life().ended())
                    .isPresent();
        }

        /** In which round the task will be. */
        public int round() {
            return row.round();
        }

        /** Where the newest version before it that is open stands in the backlog; 0: none is. */
        public long open() {
            return row.open();
        }
    }

    /** @param ledger the partition's ledger */
    public Admission(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Judges a task. What is not to run is recorded at once; what is to run, by {@link #succeeded} or {@link #lost}.
     *
     * @param offset offset of the task's record in the topic that admission reads
     * @param now the stream's time: milliseconds since 1970
     */
    public Judgement judge(Arrival arrival, AdmissionPolicy policy, long offset, long now) {
        PendingTask task = arrival.task();
        Optional<LedgerRow> previous = ledger.find(task, offset);
        Case newcomer = new Case(arrival, previous);
        Verdict verdict = newcomer.verdict(policy, () -> ledger.isSettledForGood(task.key(), offset));
        Ticket ticket = new Ticket(newcomer.row(offset, now), previous);
        switch (verdict) {
            case RUN, DUPLICATE, STALE, LEFT -> {
                // Nothing of it becomes the newest version now.
            }
            case UNCHANGED -> previous.ifPresent(row -> ledger.record(task, row.joinedBy(ticket.row), previous));
            case SETTLED, ENDED -> record(task, ticket, Outcome.SUCCEEDED);
            case UNMATCHED, BEGUN -> {
                // A document of which there never was a task needs no row to say so.
                if (previous.isPresent()) {
                    record(task, ticket, Outcome.SUCCEEDED);
                }
            }
            case SEEDED -> {
                record(task, ticket, Outcome.SEEDED);
                // What is known as done is done: a migration has erased that it was settled for good.
                if (policy.once()) {
                    ledger.settleForGood(task.key(), ticket.row.offset(), ticket.row.admittedAt());
                }
            }
        }
        return new Judgement(verdict, ticket);
    }

    /**
     * Judges the wish to have a task tried again that was given up. Only the newest admitted version of a document can be,
     * or the one whose task it has joined, and only as it was given up last: so the same wish, read twice, does nothing twice.
     *
     * @param tries in which round it was given up
     * @param now the stream's time: milliseconds since 1970
     */
    public Retrial judgeAgain(PendingTask task, Tries tries, AdmissionPolicy policy, long now) {
        int round = tries.round();
        Optional<LedgerRow> previous = ledger.newest(task);
        if (policy.once() && !tries.compensates() && ledger.isSettledForGood(task.key(), Long.MAX_VALUE)) {
            return new Retrial.Refused(Objection.SUCCEEDED);
        }
        if (previous.isEmpty()) {
            // It was on its way when its job was taken out of the configuration, or its document is forgotten.
            return new Retrial.Granted(
                    new Ticket(fresh(task, Optional.empty(), now).inRound(round + 1), previous));
        }
        LedgerRow row = previous.get();
        Position position = task.version().position();
        Relation relation = row.isOf(position) ? Relation.SAME : position.to(row.position());
        boolean unordered = relation == Relation.NEWER && row.position().to(position) == Relation.NEWER;
        if (relation == Relation.OLDER || unordered) {
            return new Retrial.Refused(Objection.STALE);
        }
        if (relation == Relation.NEWER) {
            return new Retrial.Granted(new Ticket(fresh(task, previous, now).inRound(round + 1), previous));
        }
        return switch (row.outcome()) {
            case OPEN ->
                ledger.readsAgain() && row.round() == round + 1
                        ? new Retrial.Begun(new Ticket(row, previous))
                        : new Retrial.Refused(Objection.OPEN);
            case SUCCEEDED, SEEDED -> new Retrial.Refused(Objection.SUCCEEDED);
            case DISCARDED -> new Retrial.Refused(Objection.DISCARDED);
            case LOST, CANCELLED ->
                row.round() == round
                        ? new Retrial.Granted(new Ticket(row.inRound(round + 1), previous))
                        : new Retrial.Refused(Objection.TRIED_AGAIN);
        };
    }

    /**
     * Settles a task that was given up: it is not to be tried again, and the same content not to be run.
     *
     * @param tries in which round it was given up
     * @param now the stream's time: milliseconds since 1970
     * @return why not; empty if it was done
     */
    public Optional<Objection> discard(PendingTask task, Tries tries, AdmissionPolicy policy, long now) {
        Retrial retrial = judgeAgain(task, tries, policy, now);
        if (retrial instanceof Retrial.Granted granted) {
            Ticket ticket = granted.ticket();
            ledger.record(task, ticket.row.inRound(tries.round()).settled(Outcome.DISCARDED), ticket.previous);
            return Optional.empty();
        }
        return Optional.of(retrial instanceof Retrial.Refused refused ? refused.objection() : Objection.OPEN);
    }

    /**
     * Erases what is known of a job's task ids, so many at most.
     *
     * @return whether there may be more
     */
    public boolean forget(String job, int most) {
        return ledger.forget(job, most);
    }

    /** The open tasks of a task id: of each of its documents, where the newest stands in the backlog. */
    public List<Long> open(TaskKey key, int most) {
        return ledger.documents(key, most, row -> row.open() != 0).stream()
                .map(found -> found.row().open())
                .toList();
    }

    /**
     * Erases what is known of a task id, of so many documents at most.
     *
     * @return the ids of the documents that were erased, as JSON
     */
    public List<String> forget(TaskKey key, int most) {
        return ledger.forget(key, most);
    }

    /**
     * The task is open, in the backlog.
     *
     * @param sequence where it stands there
     */
    public void opened(PendingTask task, Ticket ticket, long sequence) {
        ledger.record(task, ticket.row.withOpen(sequence), ticket.previous);
    }

    /** Whether a record that was processed may be read again, with what was written for it kept in part. */
    public boolean readsAgain() {
        return ledger.readsAgain();
    }

    /** Where the task stood in the backlog when its record was read before; 0: it was not, or the task is settled. */
    public long openedBefore(PendingTask task, Ticket ticket) {
        return ledger.madeBy(task, ticket.row.offset()).map(LedgerRow::open).orElse(0L);
    }

    /** The open task is done. */
    public void succeeded(PendingTask task, AdmissionPolicy policy, Raw result, long sequence) {
        if (policy.keepsResult()) {
            ledger.keepResult(task, result);
        }
        settle(task, Outcome.SUCCEEDED, sequence)
                .filter(row -> policy.once())
                .ifPresent(row -> ledger.settleForGood(task.key(), offset(task, row, sequence), row.admittedAt()));
    }

    /** The offset of the record that made an open task; for one that is not the newest version, just before the newest's. */
    private static long offset(PendingTask task, LedgerRow newest, long sequence) {
        boolean isNewest =
                newest.open() == sequence || newest.isOf(task.version().position());
        return isNewest ? newest.offset() : Math.max(0, newest.offset() - 1);
    }

    /** The open task's id has its result for good, by another task: nothing is left to be done. */
    public void settled(PendingTask task, long sequence) {
        settle(task, Outcome.SUCCEEDED, sequence);
    }

    /** The open task was given up: the same content would run again. */
    public void lost(PendingTask task, long sequence) {
        settle(task, Outcome.LOST, sequence);
    }

    /** The open task was taken back: the same content would run again. */
    public void cancelled(PendingTask task, long sequence) {
        settle(task, Outcome.CANCELLED, sequence);
    }

    /** What the document's tasks had done is to be undone, by an open task that later ones must not pass. */
    public void undone(PendingTask task, long sequence) {
        ledger.newest(task).ifPresent(row -> ledger.record(task, row.withOpen(sequence), Optional.of(row)));
    }

    /** Another version has taken the open task's place: what became of it says nothing. */
    public void replaced(PendingTask task, long sequence) {
        ledger.newest(task)
                .filter(row -> row.open() == sequence)
                .ifPresent(row -> ledger.record(task, row.withOpen(0), Optional.of(row)));
    }

    /** Whether a task of the document has a result that was not compensated. */
    public boolean hasResult(PendingTask task) {
        return ledger.result(task).isPresent();
    }

    /** What the document's last task came to; empty if that was too large to be kept, or said nothing. */
    public Optional<Raw> lastResult(PendingTask task) {
        return ledger.result(task).filter(result -> result.size() > 0);
    }

    /** What the document's last task had done is undone. */
    public void compensated(PendingTask task, long sequence) {
        ledger.forgetResult(task);
        settle(task, Outcome.SUCCEEDED, sequence);
    }

    /** Whether the task id has its result for good, by another task than this open one. */
    public boolean isSettledForGood(PendingTask task) {
        return ledger.isSettledForGood(task.key(), Long.MAX_VALUE)
                && settledItself(task)
                        .filter(row -> ledger.isSettledBy(task.key(), row.offset()))
                        .isEmpty();
    }

    /** The row that has this open task as succeeded: under at-least-once a crash may have kept it and lost the result. */
    private Optional<LedgerRow> settledItself(PendingTask task) {
        return ledger.newest(task)
                .filter(row -> ledger.readsAgain() && row.outcome() == Outcome.SUCCEEDED)
                .filter(row -> row.isOf(task.version().position()));
    }

    private Optional<LedgerRow> settle(PendingTask task, Outcome outcome, long sequence) {
        Optional<LedgerRow> newest = ledger.newest(task);
        // A newer version was admitted since: its outcome is what counts.
        newest.filter(row -> row.open() == sequence
                        || (row.open() == 0 && settledItself(task).isPresent()))
                .ifPresent(row -> ledger.record(task, row.settled(outcome).withOpen(0), newest));
        return newest;
    }

    /** The task is done. */
    public void succeeded(PendingTask task, AdmissionPolicy policy, Ticket ticket) {
        record(task, ticket, Outcome.SUCCEEDED);
        if (policy.once()) {
            ledger.settleForGood(task.key(), ticket.row.offset(), ticket.row.admittedAt());
        }
    }

    /** The task was given up. */
    public void lost(PendingTask task, Ticket ticket) {
        record(task, ticket, Outcome.LOST);
    }

    /** A version that never came by here. */
    private static LedgerRow fresh(PendingTask task, Optional<LedgerRow> previous, long now) {
        // A command has no offset in the topic that admission reads.
        long offset = previous.map(LedgerRow::offset).orElse(0L);
        return new Case(new Arrival(Intent.RUN, task, false), previous)
                .row(offset, Math.max(now, task.version().changedAt()));
    }

    private void record(PendingTask task, Ticket ticket, Outcome outcome) {
        ledger.record(task, ticket.row.settled(outcome), ticket.previous);
    }
}

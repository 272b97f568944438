package io.penstock.processor.lane;

import io.penstock.api.DatabaseCost;
import io.penstock.processor.row.RowReader;
import io.penstock.processor.row.RowWriter;

/**
 * What changes about an open task, beside its body, which never does.
 *
 * @param compensates whether it undoes the work of an earlier one
 * @param identity stands for the task id among those of its lane
 * @param previous sequence of the open task of the same document before it; 0: there was none
 * @param round counts from 1: an operator's retry of a task that was given up begins the next
 * @param before how many attempts were made that do not count in this round: those of earlier rounds, and those that had to
 *     make room
 * @param attempts how many have ended in this round
 * @param spent milliseconds that they took
 * @param due not to be run before, in milliseconds since 1970
 * @param retires when it has been open for too long, in milliseconds since 1970; {@link Long#MAX_VALUE}: never
 * @param aside whether it stands beside its lane, and lets others pass
 * @param checkpointed whether an attempt has left a checkpoint
 * @param cost what its attempts have cost the database
 */
public record TaskRow(
        boolean compensates,
        long identity,
        long previous,
        int round,
        int before,
        int attempts,
        long spent,
        long due,
        long retires,
        boolean aside,
        boolean checkpointed,
        DatabaseCost cost) {
    private static final int FORMAT = 3;
    private static final int COMPENSATES = 1;
    private static final int ASIDE = 2;
    private static final int CHECKPOINTED = 4;
    private static final int COST = 8;

    /** A task that has just been admitted. */
    public static TaskRow admitted(boolean compensates, long identity, long previous, int round) {
        return new TaskRow(
                compensates, identity, previous, round, 0, 0, 0, 0, Long.MAX_VALUE, false, false, DatabaseCost.NONE);
    }

    /** So many attempts were made in earlier rounds. */
    public TaskRow after(int earlier) {
        return new TaskRow(
                compensates,
                identity,
                previous,
                round,
                earlier,
                attempts,
                spent,
                due,
                retires,
                aside,
                checkpointed,
                cost);
    }

    /**
     * The count in the number of the next attempt: greater than any in an earlier round, of which one may have begun that
     * was never counted.
     */
    public int nextCount() {
        return before + attempts + round;
    }

    /** That must not run before, and retires. */
    public TaskRow scheduled(long notBefore, long retirement) {
        return new TaskRow(
                compensates,
                identity,
                previous,
                round,
                before,
                attempts,
                spent,
                notBefore,
                retirement,
                aside,
                checkpointed,
                cost);
    }

    /** After an attempt that is to be followed by another. */
    public TaskRow tried(long took, DatabaseCost paid, long next) {
        return new TaskRow(
                compensates,
                identity,
                previous,
                round,
                before,
                attempts + 1,
                spent + took,
                next,
                retires,
                aside,
                checkpointed,
                cost.plus(paid));
    }

    /** After an attempt that had to make room: it does not count, but the time that it took does, and its number is used. */
    public TaskRow preempted(long took, DatabaseCost paid) {
        return new TaskRow(
                compensates,
                identity,
                previous,
                round,
                before + 1,
                attempts,
                spent + took,
                0,
                retires,
                aside,
                checkpointed,
                cost.plus(paid));
    }

    /** Waits until then. */
    public TaskRow withDue(long time) {
        return new TaskRow(
                compensates,
                identity,
                previous,
                round,
                before,
                attempts,
                spent,
                time,
                retires,
                aside,
                checkpointed,
                cost);
    }

    /** Stands aside, or in its lane. */
    public TaskRow withAside(boolean is) {
        return new TaskRow(
                compensates, identity, previous, round, before, attempts, spent, due, retires, is, checkpointed, cost);
    }

    /** Has a checkpoint. */
    public TaskRow withCheckpoint() {
        return new TaskRow(
                compensates, identity, previous, round, before, attempts, spent, due, retires, aside, true, cost);
    }

    byte[] encode() {
        boolean paid = !cost.equals(DatabaseCost.NONE);
        RowWriter row = RowWriter.format(FORMAT)
                .fixed8((compensates ? COMPENSATES : 0)
                        | (aside ? ASIDE : 0)
                        | (checkpointed ? CHECKPOINTED : 0)
                        | (paid ? COST : 0))
                .fixed64(identity)
                .varint(previous)
                .varint(round)
                .varint(before)
                .varint(attempts)
                .varint(spent)
                .varint(due)
                .varint(retires);
        if (paid) {
            row.fixed64(Double.doubleToLongBits(cost.operations()))
                    .varint(cost.documentsRead())
                    .varint(cost.documentsWritten())
                    .varint(cost.bytesRead())
                    .varint(cost.bytesWritten())
                    .varint(cost.nanos());
        }
        return row.toBytes();
    }

    static TaskRow decode(byte[] row) {
        RowReader reader = RowReader.open(row, FORMAT);
        int flags = reader.fixed8();
        return new TaskRow(
                (flags & COMPENSATES) != 0,
                reader.fixed64(),
                reader.varint(),
                (int) reader.varint(),
                reader.format() == 1 ? 0 : (int) reader.varint(),
                (int) reader.varint(),
                reader.varint(),
                reader.varint(),
                reader.varint(),
                (flags & ASIDE) != 0,
                (flags & CHECKPOINTED) != 0,
                (flags & COST) != 0 ? cost(reader) : DatabaseCost.NONE);
    }

    private static DatabaseCost cost(RowReader reader) {
        return new DatabaseCost(
                Double.longBitsToDouble(reader.fixed64()),
                reader.varint(),
                reader.varint(),
                reader.varint(),
                reader.varint(),
                reader.varint());
    }
}

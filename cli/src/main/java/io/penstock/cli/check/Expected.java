package io.penstock.cli.check;

import io.penstock.api.Operation;
import io.penstock.cli.check.JournalReader.Journalled;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the journal says of one document, folded write by write. For use by one thread. */
final class Expected {
    private final boolean[] conditional;
    /** Of each job with a condition: the certain changes since the condition began to hold without a gap. */
    private final int[] holding;

    private int certain;
    private int open;
    private int covered;
    private boolean readDue;
    private boolean deletedSince;
    private long lastSequence = -1;
    private boolean lastIsDelete;
    private boolean lastIsOpen;

    /** Of each certain change a position that is not before its own: growing, as they do. */
    private long[] positions;

    private long lastPosition = Watermarks.END;

    private Expected(Expected other) {
        conditional = other.conditional;
        holding = other.holding.clone();
        positions = other.positions.clone();
        lastPosition = other.lastPosition;
        certain = other.certain;
        open = other.open;
        covered = other.covered;
        readDue = other.readDue;
        deletedSince = other.deletedSince;
        lastSequence = other.lastSequence;
        lastIsDelete = other.lastIsDelete;
        lastIsOpen = other.lastIsOpen;
    }

    /** @param conditional of each job whether it has a condition; the same for many documents */
    Expected(boolean[] conditional) {
        this.conditional = conditional;
        holding = new int[conditional.length];
        positions = new long[4];
    }

    Expected copy() {
        return new Expected(this);
    }

    /**
     * The document's next write.
     *
     * @param snapshot cluster time of the first snapshot; empty if there was none
     */
    void add(Journalled journalled, List<JobRule> jobs, Optional<Long> snapshot) {
        if (journalled.fate() == Fate.REFUSED) {
            return;
        }
        Write write = journalled.write();
        boolean delete = write.change().operation() == Operation.DELETE;
        boolean maybe = journalled.fate() == Fate.MAYBE;
        long position = journalled.by().orElse(Watermarks.END);
        boolean before = snapshot.isPresent() && !isAfter(write, snapshot.get());
        if (before && !maybe && isBefore(journalled, snapshot.get())) {
            covered++;
            readDue = !delete;
            Arrays.fill(holding, 0);
        } else if (before || maybe) {
            open++;
            readDue &= !before;
            endHolding(jobs, write, 0);
        } else {
            addCertain(position);
            endHolding(jobs, write, 1);
        }
        deletedSince |= delete && !(before && !maybe);
        lastIsOpen = maybe;
        lastIsDelete = delete;
        if (!maybe) {
            lastSequence = write.change().sequence();
            lastPosition = position;
        }
    }

    private void addCertain(long position) {
        if (certain == positions.length) {
            positions = Arrays.copyOf(positions, certain * 2);
        }
        boolean grows = certain == 0 || Long.compareUnsigned(positions[certain - 1], position) <= 0;
        positions[certain] = grows ? position : positions[certain - 1];
        certain++;
    }

    private void endHolding(List<JobRule> jobs, Write write, int counts) {
        for (int job = 0; job < holding.length; job++) {
            if (conditional[job]) {
                boolean holds = write.change().holds().contains(jobs.get(job).name());
                holding[job] = holds ? holding[job] + counts : 0;
            }
        }
    }

    private static boolean isAfter(Write write, long snapshot) {
        return write.after().isPresent() && Long.compareUnsigned(write.after().getAsLong(), snapshot) >= 0;
    }

    private static boolean isBefore(Journalled journalled, long snapshot) {
        return journalled.by().isPresent()
                && Long.compareUnsigned(journalled.by().getAsLong(), snapshot) <= 0;
    }

    /**
     * How many changes must have come out for a job, of those that are not later than a position.
     *
     * @param until cluster time; unsigned
     */
    int least(int job, long until) {
        int earlier = certainUntil(until);
        return conditional[job] ? Math.max(0, earlier - (certain - holding[job])) : earlier;
    }

    /** A position between the last certain change that is not later than {@code until} and the next one. */
    long endOfCertain(long until) {
        int earlier = certainUntil(until);
        return earlier == certain ? Watermarks.END : earlier == 0 ? 0 : positions[earlier - 1];
    }

    private int certainUntil(long until) {
        int earlier = certain;
        while (earlier > 0 && Long.compareUnsigned(positions[earlier - 1], until) > 0) {
            earlier--;
        }
        return earlier;
    }

    /** How many changes the stream tells at most; those before the first snapshot it does not. */
    int told() {
        return certain + open;
    }

    /** How many changes must have ended for a job, and why, for people. */
    String text(int job) {
        String open = this.open == 0 ? "" : ", of " + this.open + " it is not known whether they come out";
        String covered = this.covered == 0 ? "" : ", " + this.covered + " were before the first snapshot";
        return conditional[job]
                ? "its condition has held since the last " + holding[job] + " changes"
                : certain + " changes must have ended" + open + covered;
    }

    /** Whether the first snapshot must have read the document. */
    boolean readDue() {
        return readDue && !deletedSince;
    }

    /** Whether the document surely lives on in the state after its last acknowledged write. */
    boolean lastStateIsKnown() {
        return !lastIsOpen && !lastIsDelete && lastSequence >= 0;
    }

    /** Sequence number of the last acknowledged write. */
    long lastSequence() {
        return lastSequence;
    }

    /** A position that is not before the last acknowledged write's. */
    long lastPosition() {
        return lastPosition;
    }

    /** Whether the document is surely deleted, or never was, and it is known of each of its writes whether it comes out. */
    boolean isGone() {
        boolean never = certain + covered == 0;
        return open == 0 && (lastIsDelete || never);
    }
}

package io.penstock.cli.check;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * How far a run that goes on has come, for each job: a position in the database's history, a cluster time, before which
 * whatever has not ended never will. What is young may still be under way, and so may what is old where there is a backlog:
 * but then what ends is old, too, for lanes and partitions keep their order and each has its turn. So a change is overdue
 * once it has been in the history for {@link #PATIENCE}, and for as long changes have ended, and all of them were later
 * ones. While nothing ends, no time passes; and a while in which somebody was not at work, or nobody looked, as on a machine
 * that stood still, says nothing. What has been found overdue stays so.
 *
 * <p>It is a watermark as stream processing knows it, seen from the end of the way. For use by one thread.
 */
final class Watermarks {
    /** The end of all history; positions are unsigned. */
    static final long END = -1;

    /** Nothing on the way waits for so long while others pass. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Who looks less often does not see what stood still. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    private static final Duration SLICE = Duration.ofSeconds(1);

    private final InstantSource clock;
    private final long[] marks;
    private final Deque<Slice> slices = new ArrayDeque<>();
    private Instant looked;

    /** About a second. */
    private static final class Slice {
        private final Instant begin;
        private final long writtenBefore;
        /** By job, of the changes that ended in it. */
        private final long[] earliest;

        Slice(Instant begin, long writtenBefore, int jobs) {
            this.begin = begin;
            this.writtenBefore = writtenBefore;
            this.earliest = new long[jobs];
            Arrays.fill(earliest, END);
        }

        boolean beginsAfter(Instant time) {
            return begin.isAfter(time);
        }

        void ended(int job, long position) {
            earliest[job] = min(position, earliest[job]);
        }
    }

    /** @param jobs how many jobs there are */
    Watermarks(int jobs, InstantSource clock) {
        this.clock = clock;
        this.marks = new long[jobs];
        this.looked = clock.instant();
    }

    /** A change has ended for a job. */
    void ended(int job, long position) {
        if (!slices.isEmpty()) {
            slices.getLast().ended(job, position);
        }
    }

    /** Somebody on the way is not at work: who waits for long from now on does not wait in vain. */
    void interrupted() {
        slices.clear();
    }

    /**
     * To be called several times a second.
     *
     * @param written the newest position that is known to be written
     */
    void look(long written) {
        Instant now = clock.instant();
        if (now.isBefore(looked) || now.isAfter(looked.plus(BETWEEN_LOOKS))) {
            slices.clear();
        }
        looked = now;
        if (slices.isEmpty() || !slices.getLast().beginsAfter(now.minus(SLICE))) {
            slices.add(new Slice(now, written, marks.length));
        }
        Instant since = now.minus(PATIENCE);
        while (slices.stream().skip(1).anyMatch(slice -> !slice.beginsAfter(since))) {
            slices.remove();
        }
        if (!slices.getFirst().beginsAfter(since)) {
            advance();
        }
    }

    private void advance() {
        long written = slices.getFirst().writtenBefore;
        for (int job = 0; job < marks.length; job++) {
            long earliest = END;
            for (Slice slice : slices) {
                earliest = min(earliest, slice.earliest[job]);
            }
            if (earliest != END) {
                long overdue = min(written, earliest - 1);
                marks[job] = Long.compareUnsigned(overdue, marks[job]) > 0 ? overdue : marks[job];
            }
        }
    }

    private static long min(long one, long other) {
        return Long.compareUnsigned(one, other) < 0 ? one : other;
    }

    /** By job, the position up to which everything is overdue; unsigned. */
    long[] marks() {
        return marks.clone();
    }
}

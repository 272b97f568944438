package io.penstock.cli.check;

import java.util.Optional;

/**
 * What the journal lets expect of one document, held against what came out of it for one job.
 *
 * @param rule the job
 * @param job its place among the jobs
 * @param snapshot cluster time of the first snapshot; empty if there was none
 */
record Balance(JobRule rule, int job, Expected expected, Endings known, Optional<Long> snapshot) {
    /** How many changes have no ending, or 1 if the last state has not come out, of all writes. */
    int missing() {
        return missing(Watermarks.END);
    }

    /**
     * The same of the writes that are not later than a position.
     *
     * @param until cluster time; unsigned
     */
    int missing(long until) {
        int unended = unended(until);
        return unended > 0 ? unended : isOutdated(until) ? 1 : 0;
    }

    /** What without an ending there is, of changes and of the first snapshot's read. */
    private int unended(long until) {
        Count count = Count.of(known, snapshot, expected.endOfCertain(until));
        return Math.max(0, expected.least(job, until) - count.accounted())
                + (isReadDue(until) && !count.read() ? 1 : 0);
    }

    /** How many changes there are that nobody made. */
    int more() {
        return Math.max(0, Count.of(known, snapshot, Watermarks.END).events() - expected.told());
    }

    /** What is missing, for people. */
    String missingText() {
        return unended(Watermarks.END) > 0
                ? expected.text(job) + ", and there are " + (known.size() == 0 ? "none" : known.text())
                : "its last write has sequence number %d, and the newest that a result carries is %d; versions: %s"
                        .formatted(expected.lastSequence(), known.sequence(), known.text());
    }

    /** What is too much, for people. */
    String moreText() {
        return "there were at most " + expected.told() + " changes, and there are " + known.text();
    }

    private boolean isReadDue(long until) {
        return rule.reads()
                && !rule.conditional()
                && expected.readDue()
                && snapshot.filter(read -> Long.compareUnsigned(read, until) <= 0)
                        .isPresent();
    }

    /** Whether the document's last state, which is known, has neither come out nor been given up. */
    private boolean isOutdated(long until) {
        return rule.sequence().isPresent()
                && !rule.conditional()
                && expected.lastStateIsKnown()
                && Long.compareUnsigned(expected.lastPosition(), until) <= 0
                && known.size() > 0
                && !Ending.givesUp(known.flags(known.size() - 1))
                && known.sequence() < expected.lastSequence();
    }

    /**
     * What came out of a document for a job.
     *
     * @param events versions of changes
     * @param accounted those of them of which is known how they ended
     * @param read whether the first snapshot's read has ended
     */
    private record Count(int events, int accounted, boolean read) {
        /** @param until later changes do not count */
        static Count of(Endings known, Optional<Long> snapshot, long until) {
            int events = 0;
            int accounted = 0;
            boolean read = false;
            for (int version = 0; version < known.size(); version++) {
                boolean accounts = Ending.accounts(known.flags(version));
                if (known.isRead(version)) {
                    read |= accounts && snapshot.isPresent() && snapshot.get() == known.time(version);
                } else if (Long.compareUnsigned(known.time(version), until) <= 0) {
                    events++;
                    accounted += accounts ? 1 : 0;
                }
            }
            return new Count(events, accounted, read);
        }
    }
}

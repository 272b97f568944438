package io.penstock.cli.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Compares what a journal says of each document with what came out of it for each job. For use by one thread. */
final class Comparison {
    private static final Endings NONE = new Endings();

    private final List<JobRule> jobs;
    private final List<Map<DocumentName, Endings>> endings;
    private final Optional<Long> snapshot;
    private final Tally lost = new Tally();
    private final Tally surplus = new Tally();

    /**
     * @param endings by job, how the versions of each document ended
     * @param snapshot cluster time of the first snapshot; empty if there was none
     */
    Comparison(List<JobRule> jobs, List<Map<DocumentName, Endings>> endings, Optional<Long> snapshot) {
        this.jobs = jobs;
        this.endings = endings;
        this.snapshot = snapshot;
    }

    Findings of(Expectations expectations, Tally doubled, Tally disordered) {
        expectations.forEach(this::compare);
        return new Findings(
                expectations.acknowledged(),
                expectations.maybe(),
                lost.count(),
                doubled.count() + surplus.count(),
                disordered.count(),
                Stream.of(lost, doubled, surplus, disordered)
                        .flatMap(tally -> tally.explanations().stream())
                        .toList());
    }

    /** A change counts once, for however many jobs it is missing. */
    private void compare(DocumentName document, Expected expected) {
        int missing = 0;
        int more = 0;
        for (int job = 0; job < jobs.size(); job++) {
            if (jobs.get(job).watches(document.collection())) {
                Endings known = endings.get(job).getOrDefault(document, NONE);
                missing = Math.max(missing, missing(job, document, expected, known));
                more = Math.max(more, more(jobs.get(job), document, expected, known));
            }
        }
        lost.add(missing);
        surplus.add(more);
    }

    private int missing(int job, DocumentName document, Expected expected, Endings known) {
        JobRule rule = jobs.get(job);
        Count count = Count.of(known, snapshot);
        int missing = Math.max(0, expected.least(job) - count.accounted());
        int unread = rule.reads() && !rule.conditional() && expected.readDue() && !count.read() ? 1 : 0;
        if (missing + unread > 0) {
            lost.explain(() -> rule.name() + ", document " + document + ": " + expected.text(job) + ", and there are "
                    + (known.size() == 0 ? "none" : known.text()));
            return missing + unread;
        }
        if (isOutdated(rule, expected, known)) {
            lost.explain(() ->
                    "%s, document %s: its last write has sequence number %d, and the newest that a result carries is %d; versions: %s"
                            .formatted(rule.name(), document, expected.lastSequence(), known.sequence(), known.text()));
            return 1;
        }
        return 0;
    }

    private int more(JobRule rule, DocumentName document, Expected expected, Endings known) {
        int more = Math.max(0, Count.of(known, snapshot).events() - expected.told());
        if (more > 0) {
            surplus.explain(() -> rule.name() + ", document " + document + ": there were at most " + expected.told()
                    + " changes, and there are " + known.text());
        }
        return more;
    }

    /** Whether the document's last state, which is known, has neither come out nor been given up. */
    private static boolean isOutdated(JobRule rule, Expected expected, Endings known) {
        return rule.sequence().isPresent()
                && !rule.conditional()
                && expected.lastStateIsKnown()
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
        static Count of(Endings known, Optional<Long> snapshot) {
            int events = 0;
            int accounted = 0;
            boolean read = false;
            for (int version = 0; version < known.size(); version++) {
                boolean accounts = Ending.accounts(known.flags(version));
                if (!known.isRead(version)) {
                    events++;
                    accounted += accounts ? 1 : 0;
                } else if (snapshot.isPresent() && snapshot.get() == known.time(version)) {
                    read |= accounts;
                }
            }
            return new Count(events, accounted, read);
        }
    }
}

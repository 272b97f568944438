package io.penstock.cli.check;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Compares what a journal says of each document with what came out of it for each job. For use by one thread. */
final class Comparison {
    private final List<JobRule> jobs;
    private final Optional<Long> snapshot;
    private final long[] due;
    private final Tally lost = new Tally();
    private final Tally surplus = new Tally();
    private long underWay;

    /**
     * @param snapshot cluster time of the first snapshot; empty if there was none
     * @param due by job, the position up to which what has not come out is lost; the rest is under way
     */
    Comparison(List<JobRule> jobs, Optional<Long> snapshot, long[] due) {
        this.jobs = jobs;
        this.snapshot = snapshot;
        this.due = due.clone();
    }

    Findings of(Expectations expectations, Tally doubled, Tally disordered) {
        expectations.forEach(this::compare);
        return new Findings(
                expectations.acknowledged(),
                expectations.maybe(),
                underWay,
                lost.count(),
                doubled.count() + surplus.count(),
                disordered.count(),
                Stream.of(lost, doubled, surplus, disordered)
                        .flatMap(tally -> tally.explanations().stream())
                        .toList());
    }

    /** A change counts once, for however many jobs it is missing. */
    private void compare(DocumentName document, Expected expected, Account account) {
        int missing = 0;
        int overdue = 0;
        int more = 0;
        for (Balance balance : balances(jobs, snapshot, document, expected, account)) {
            int ofJob = balance.missing();
            // What is too much may stand for what is missing, wherever it is.
            int overdueOfJob = ofJob == 0 ? 0 : Math.min(ofJob, balance.missing(due[balance.job()]));
            int moreOfJob = balance.more();
            if (overdueOfJob > 0) {
                lost.explain(() -> explained(document, balance, balance.missingText()));
            }
            if (moreOfJob > 0) {
                surplus.explain(() -> explained(document, balance, balance.moreText()));
            }
            missing = Math.max(missing, ofJob);
            overdue = Math.max(overdue, overdueOfJob);
            more = Math.max(more, moreOfJob);
        }
        lost.add(overdue);
        underWay += missing - overdue;
        surplus.add(more);
    }

    /** Whether a document that is gone has ended in all jobs as it should. */
    static boolean isOver(
            List<JobRule> jobs, Optional<Long> snapshot, DocumentName document, Expected expected, Account account) {
        return expected.isGone()
                && balances(jobs, snapshot, document, expected, account).stream()
                        .allMatch(balance -> balance.missing() == 0 && balance.more() == 0);
    }

    private static List<Balance> balances(
            List<JobRule> jobs, Optional<Long> snapshot, DocumentName document, Expected expected, Account account) {
        return IntStream.range(0, jobs.size())
                .filter(job -> jobs.get(job).watches(document.collection()))
                .mapToObj(job -> new Balance(jobs.get(job), job, expected, account.endings(job), snapshot))
                .toList();
    }

    private static String explained(DocumentName document, Balance balance, String text) {
        return balance.rule().name() + ", document " + document + ": " + text;
    }
}

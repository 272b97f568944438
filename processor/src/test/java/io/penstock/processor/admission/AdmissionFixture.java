package io.penstock.processor.admission;

import io.penstock.processor.admission.Admission.Judgement;
import io.penstock.processor.admission.Ledger.Retention;
import io.penstock.processor.row.MemoryRows;
import io.penstock.processor.task.Arrival;
import java.time.Duration;
import java.util.Optional;

/** Admission with a ledger of its own, to which records come one after the other; tasks open until they are told otherwise. */
final class AdmissionFixture {
    private final MemoryRows rows = new MemoryRows();
    private final AdmissionPolicy policy;
    private final boolean readsAgain;
    private Ledger ledger;
    private Admission admission;
    private long offset;
    private long now;

    /**
     * @param readsAgain whether as under at-least-once
     */
    AdmissionFixture(AdmissionPolicy policy, boolean readsAgain) {
        this.policy = policy;
        this.readsAgain = readsAgain;
        this.ledger = ledger();
        this.admission = new Admission(ledger);
    }

    private Ledger ledger() {
        return new Ledger(rows, new Retention(Duration.ofDays(7), Optional.empty()), readsAgain);
    }

    /** Another process owns the ledger from now on, as it was committed. */
    void moves() {
        ledger.flush();
        ledger = ledger();
        admission = new Admission(ledger);
    }

    Admission admission() {
        return admission;
    }

    /** The stream's time from now on: milliseconds since 1970. */
    void now(long time) {
        now = time;
    }

    /** The verdict; what runs is open, at this place of the backlog. */
    Verdict judge(Arrival arrival, long sequence) {
        Judgement judgement = admission.judge(arrival, policy, offset++, now);
        if (judgement.verdict() == Verdict.RUN) {
            admission.opened(arrival.task(), judgement.ticket(), sequence);
        }
        return judgement.verdict();
    }

    /** The verdict; what runs is done at once. */
    Verdict judge(Arrival arrival) {
        Judgement judgement = admission.judge(arrival, policy, offset++, now);
        if (judgement.verdict() == Verdict.RUN) {
            admission.succeeded(arrival.task(), policy, judgement.ticket());
        }
        return judgement.verdict();
    }

    /** What the ledger says has become of the document, as it is shown. */
    String outcome() {
        ledger.flush();
        return new LedgerView(rows).find("job", "A-1").get(0).outcome();
    }
}

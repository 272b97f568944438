package io.penstock.processor.admission;

import static io.penstock.processor.admission.Arrivals.end;
import static io.penstock.processor.admission.Arrivals.seed;
import static io.penstock.processor.admission.Arrivals.toldAgain;
import static io.penstock.processor.admission.Arrivals.update;
import static io.penstock.processor.admission.Arrivals.versioned;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.admission.Admission.Judgement;
import io.penstock.processor.admission.Admission.Retrial;
import io.penstock.processor.admission.Ledger.Retention;
import io.penstock.processor.row.MemoryRows;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Output.Tries;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.Raw;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final AdmissionPolicy EVERY = new AdmissionPolicy(false, false, false);
    private static final AdmissionPolicy CHANGED = new AdmissionPolicy(true, false, false);
    private static final AdmissionPolicy ONCE = new AdmissionPolicy(false, true, false);

    private final MemoryRows rows = new MemoryRows();
    private long offset;
    private long now;

    private Admission admission(boolean readsAgain, Optional<Duration> afterAdmission) {
        return new Admission(ledger(readsAgain, afterAdmission));
    }

    private Ledger ledger(boolean readsAgain, Optional<Duration> afterAdmission) {
        return new Ledger(rows, new Retention(Duration.ofMillis(100), afterAdmission), readsAgain);
    }

    private Admission exactlyOnce() {
        return admission(false, Optional.empty());
    }

    private Verdict judge(Admission admission, Arrival arrival, AdmissionPolicy policy) {
        return judge(admission, arrival, policy, offset++);
    }

    private Verdict judge(Admission admission, Arrival arrival, AdmissionPolicy policy, long at) {
        Judgement judgement = admission.judge(arrival, policy, at, now);
        if (judgement.verdict() == Verdict.RUN) {
            admission.succeeded(arrival.task(), policy, judgement.ticket());
        }
        return judgement.verdict();
    }

    @Test
    void shouldRefuseWhatIntakeKnowsToBeToldAgain_thoughThisLedgerHasNotSeenIt() {
        Arrival again = toldAgain(5, 1);

        assertThat(judge(exactlyOnce(), again, EVERY)).isEqualTo(Verdict.STALE);
    }

    @Test
    void shouldCallTheSameVersionADuplicate_andAnOlderOneStale_alsoInTheNextLife() {
        Admission admission = exactlyOnce();

        assertThat(judge(admission, update(5, 1), EVERY)).isEqualTo(Verdict.RUN);
        assertThat(judge(admission, update(5, 1), EVERY)).isEqualTo(Verdict.DUPLICATE);
        assertThat(judge(admission, end(7), EVERY)).isEqualTo(Verdict.ENDED);
        assertThat(judge(admission, end(7), EVERY)).isEqualTo(Verdict.DUPLICATE);
        assertThat(judge(admission, update(6, 2), EVERY)).isEqualTo(Verdict.STALE);
        assertThat(judge(admission, update(8, 3), EVERY)).isEqualTo(Verdict.RUN);
        assertThat(judge(admission, update(6, 2), EVERY)).isEqualTo(Verdict.STALE);
    }

    @Test
    void shouldRunTheSameContentAgain_inANewLife() {
        Admission admission = exactlyOnce();

        assertThat(judge(admission, update(5, 1), CHANGED)).isEqualTo(Verdict.RUN);
        assertThat(judge(admission, update(6, 1), CHANGED)).isEqualTo(Verdict.UNCHANGED);
        judge(admission, end(7), CHANGED);
        assertThat(judge(admission, update(8, 1), CHANGED)).isEqualTo(Verdict.RUN);
    }

    @Test
    void shouldRunTheSameContentAgain_andTryItAgain_afterItWasTakenBack_asAfterItWasGivenUp() {
        Ledger ledger = ledger(false, Optional.empty());
        Admission admission = new Admission(ledger);
        PendingTask task = update(5, 1).task();
        Judgement judged = admission.judge(update(5, 1), CHANGED, offset++, now);
        admission.opened(task, judged.ticket(), 7);
        admission.cancelled(task, 7);

        ledger.flush();
        assertThat(new LedgerView(rows).find("job", "A-1"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.outcome()).isEqualTo("cancelled"));
        assertThat(admission.judgeAgain(task, new Tries(0, 1), CHANGED, now)).isInstanceOf(Retrial.Granted.class);
        assertThat(admission.judgeAgain(task, new Tries(0, 2), CHANGED, now)).isInstanceOf(Retrial.Refused.class);
        assertThat(judge(admission, update(5, 1), CHANGED)).isEqualTo(Verdict.DUPLICATE);
        assertThat(judge(admission, update(6, 1), CHANGED)).isEqualTo(Verdict.RUN);
    }

    @Test
    void shouldRunTheSameContentAgain_afterItWasGivenUp_andAfterThatSpareIt() {
        Admission admission = exactlyOnce();
        Judgement lost = admission.judge(update(5, 1), CHANGED, offset++, now);
        admission.lost(update(5, 1).task(), lost.ticket());

        assertThat(judge(admission, update(6, 1), CHANGED)).isEqualTo(Verdict.RUN);
        assertThat(judge(admission, update(7, 1), CHANGED)).isEqualTo(Verdict.UNCHANGED);
        assertThat(judge(admission, update(5, 1), CHANGED)).isEqualTo(Verdict.STALE);
    }

    @Test
    void shouldCallAVersionThatWasGivenUpADuplicate_whenItIsToldAgain() {
        Admission admission = exactlyOnce();
        Judgement lost = admission.judge(update(5, 1), CHANGED, offset++, now);
        admission.lost(update(5, 1).task(), lost.ticket());

        assertThat(judge(admission, update(5, 1), CHANGED)).isEqualTo(Verdict.DUPLICATE);
    }

    @Test
    void shouldCallAnUnchangedVersionADuplicate_whenItIsToldAgain() {
        Admission admission = exactlyOnce();
        judge(admission, update(5, 1), CHANGED);
        judge(admission, update(6, 1), CHANGED);

        assertThat(judge(admission, update(6, 1), CHANGED)).isEqualTo(Verdict.DUPLICATE);
    }

    @Test
    void shouldSpareWhatIsSeeded_andWhatIsUnchangedAfterIt() {
        Admission admission = exactlyOnce();
        Arrival seed = seed(5, 1);

        assertThat(judge(admission, seed, CHANGED)).isEqualTo(Verdict.SEEDED);
        assertThat(judge(admission, update(6, 1), CHANGED)).isEqualTo(Verdict.UNCHANGED);
        assertThat(judge(admission, update(7, 1), CHANGED)).isEqualTo(Verdict.UNCHANGED);
        assertThat(judge(admission, update(8, 2), CHANGED)).isEqualTo(Verdict.RUN);
    }

    @Test
    void shouldNotRunWhatIsSeeded_whenItRunsOnceOnly() {
        Admission admission = exactlyOnce();
        Arrival seed = seed(5, 1);

        assertThat(judge(admission, seed, ONCE)).isEqualTo(Verdict.SEEDED);
        assertThat(judge(admission, update(6, 2), ONCE)).isEqualTo(Verdict.SETTLED);
    }

    @Test
    void shouldKeepTheVersionField_whenAnUpdateIsToldWithoutItsDocument() {
        Admission admission = exactlyOnce();

        assertThat(judge(admission, versioned(5, Optional.of("7")), EVERY)).isEqualTo(Verdict.RUN);
        assertThat(judge(admission, versioned(6, Optional.empty()), EVERY)).isEqualTo(Verdict.RUN);
        assertThat(judge(admission, versioned(7, Optional.of("6")), EVERY)).isEqualTo(Verdict.STALE);
        judge(admission, end(8), EVERY);
        assertThat(judge(admission, versioned(9, Optional.empty()), EVERY)).isEqualTo(Verdict.RUN);
        assertThat(judge(admission, versioned(10, Optional.of("1")), EVERY)).isEqualTo(Verdict.RUN);
    }

    @Test
    void shouldForgetTaskIdsThatAreSettledForGood_onlyWhereTheLedgerIsBounded() {
        Ledger bounded = ledger(false, Optional.of(Duration.ofMillis(50)));
        Admission admission = new Admission(bounded);
        assertThat(judge(admission, update(5, 1), ONCE)).isEqualTo(Verdict.RUN);

        now = 49;
        bounded.advance(now);
        assertThat(judge(admission, update(6, 2), ONCE)).isEqualTo(Verdict.SETTLED);

        now = 99;
        bounded.advance(now);
        bounded.flush();
        assertThat(rows.size()).isZero();
        assertThat(judge(admission, update(7, 3), ONCE)).isEqualTo(Verdict.RUN);
    }

    @Test
    void shouldKeepWhatIsSettledForGood_pastTheDocumentsEnd() {
        Ledger ledger = ledger(false, Optional.empty());
        Admission admission = new Admission(ledger);
        judge(admission, update(5, 1), ONCE);
        judge(admission, end(6), ONCE);

        now = 1_000_000;
        ledger.advance(now);
        ledger.flush();

        assertThat(rows.size()).isOne();
        assertThat(judge(admission, update(7, 1), ONCE)).isEqualTo(Verdict.SETTLED);
    }

    @Test
    void shouldForgetAnEndedDocumentAtItsTime_alsoWithAnotherLedgerOverTheSameStore() {
        Ledger ledger = ledger(false, Optional.empty());
        Admission admission = new Admission(ledger);
        judge(admission, update(5, 1), EVERY);
        judge(admission, end(6), EVERY);
        ledger.flush();

        now = 99;
        Ledger restarted = ledger(false, Optional.empty());
        restarted.advance(now);
        assertThat(judge(new Admission(restarted), update(5, 1), EVERY)).isEqualTo(Verdict.STALE);

        now = 100;
        restarted.advance(now);
        restarted.flush();
        assertThat(rows.size()).isZero();
    }

    @Test
    void shouldKeepADocumentThatWasInsertedAgain_pastTheEndOfItsFirstLife() {
        Ledger ledger = ledger(false, Optional.empty());
        Admission admission = new Admission(ledger);
        judge(admission, update(5, 1), EVERY);
        judge(admission, end(6), EVERY);
        judge(admission, update(7, 1), EVERY);

        now = 1_000;
        ledger.advance(now);

        assertThat(judge(admission, update(7, 1), EVERY)).isEqualTo(Verdict.DUPLICATE);
    }

    @Test
    void shouldNotTakeARecordThatIsReadAgainForItsOwnDuplicate_underAtLeastOnce() {
        Admission admission = admission(true, Optional.empty());
        judge(admission, update(5, 1), CHANGED, 0);
        judge(admission, update(6, 2), CHANGED, 1);
        judge(admission, update(7, 2), CHANGED, 2);

        assertThat(judge(admission, update(6, 2), CHANGED, 1)).isEqualTo(Verdict.RUN);
        assertThat(judge(admission, update(7, 2), CHANGED, 2)).isEqualTo(Verdict.UNCHANGED);
        assertThat(judge(admission, update(7, 2), CHANGED, 3)).isEqualTo(Verdict.DUPLICATE);
    }

    @Test
    void shouldStillRefuseWhatWasToldAgain_whenThatIsReadAgain() {
        Admission admission = admission(true, Optional.empty());
        judge(admission, update(5, 1), EVERY, 0);
        judge(admission, update(6, 2), EVERY, 1);
        assertThat(judge(admission, update(5, 1), EVERY, 2)).isEqualTo(Verdict.STALE);
        judge(admission, update(7, 3), EVERY, 3);
        judge(admission, update(8, 4), EVERY, 4);

        assertThat(judge(admission, update(5, 1), EVERY, 2)).isEqualTo(Verdict.STALE);
        assertThat(judge(admission, update(7, 3), EVERY, 3)).isEqualTo(Verdict.RUN);
        assertThat(judge(admission, update(8, 4), EVERY, 4)).isEqualTo(Verdict.RUN);
    }

    @Test
    void shouldNotTakeAnOpenTaskForDone_ofWhichACrashHasKeptTheLedgerAlone() {
        Admission admission = admission(true, Optional.empty());
        PendingTask first = update(5, 1).task();
        Judgement judgement = admission.judge(update(5, 1), ONCE, 0, now);
        admission.opened(first, judgement.ticket(), 17);
        admission.succeeded(first, ONCE, Raw.of("1"), 17);

        assertThat(admission.isSettledForGood(first)).isFalse();
        assertThat(admission.isSettledForGood(update(6, 2).task())).isTrue();

        admission.lost(first, 17);
        assertThat(admission.judgeAgain(first, new Tries(0, 1), EVERY, now)).isInstanceOf(Retrial.Granted.class);
    }

    @Test
    void shouldNotRunAnOpenTaskThatAnotherHasSettled_ofWhichACrashHasKeptTheLedgerAlone() {
        AdmissionFixture fixture = new AdmissionFixture(ONCE, true);
        PendingTask second = update(6, 2).task();
        fixture.judge(update(5, 1), 7);
        fixture.judge(update(6, 2), 8);
        fixture.admission().succeeded(update(5, 1).task(), ONCE, Raw.of("1"), 7);
        assertThat(fixture.admission().isSettledForGood(second)).isTrue();

        fixture.admission().settled(second, 8);

        assertThat(fixture.outcome()).isEqualTo("succeeded");
        assertThat(fixture.admission().isSettledForGood(second)).isTrue();
    }

    @Test
    void shouldNotRunWhatIsSettledForGood_whenItsRecordIsReadAgain_butForTheOneThatSettledIt() {
        Admission admission = admission(true, Optional.empty());
        judge(admission, update(5, 1), ONCE, 0);
        assertThat(judge(admission, update(6, 2), ONCE, 1)).isEqualTo(Verdict.SETTLED);

        assertThat(judge(admission, update(6, 2), ONCE, 1)).isEqualTo(Verdict.SETTLED);
        assertThat(judge(admission, update(5, 1), ONCE, 0)).isEqualTo(Verdict.RUN);
        assertThat(judge(admission, update(6, 2), ONCE, 1)).isEqualTo(Verdict.SETTLED);
    }
}

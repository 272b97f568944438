package io.penstock.processor.admission;

import static io.penstock.processor.admission.Arrivals.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.admission.Admission.Objection;
import io.penstock.processor.admission.Admission.Retrial;
import io.penstock.processor.task.Output.Tries;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.Raw;
import org.junit.jupiter.api.Test;

/** Versions that bring nothing new, and join the open task of one before them. */
class JoinedVersionsTest {
    private static final AdmissionPolicy CHANGED = new AdmissionPolicy(true, false, false);
    private static final AdmissionPolicy ONCE = new AdmissionPolicy(true, true, false);
    private static final Tries FIRST_ROUND = new Tries(1, 1);
    private static final Tries SECOND_ROUND = new Tries(2, 2);

    private final AdmissionFixture ledger = new AdmissionFixture(CHANGED, false);
    private final PendingTask task = update(5, 1).task();

    private Retrial judgeAgain(Tries tries) {
        return ledger.admission().judgeAgain(task, tries, CHANGED, 0);
    }

    private void isGivenUpWithTwoThatHaveJoined() {
        ledger.judge(update(5, 1), 7);
        assertThat(ledger.judge(update(6, 1))).isEqualTo(Verdict.UNCHANGED);
        assertThat(ledger.judge(update(7, 1))).isEqualTo(Verdict.UNCHANGED);
        ledger.admission().lost(task, 7);
    }

    @Test
    void shouldLetTheTaskBeTriedAgain_onceForEachRound() {
        isGivenUpWithTwoThatHaveJoined();

        assertThat(judgeAgain(FIRST_ROUND)).isInstanceOfSatisfying(Retrial.Granted.class, granted -> {
            assertThat(granted.ticket().round()).isEqualTo(2);
            ledger.admission().opened(task, granted.ticket(), 8);
        });
        assertThat(judgeAgain(FIRST_ROUND)).isEqualTo(new Retrial.Refused(Objection.OPEN));

        assertThat(ledger.judge(update(8, 1))).isEqualTo(Verdict.UNCHANGED);
        ledger.admission().lost(task, 8);

        assertThat(judgeAgain(FIRST_ROUND)).isEqualTo(new Retrial.Refused(Objection.TRIED_AGAIN));
        assertThat(judgeAgain(SECOND_ROUND)).isInstanceOf(Retrial.Granted.class);
    }

    @Test
    void shouldLetTheTaskBeTriedAgain_byWhoeverOwnsTheLedgerNext() {
        isGivenUpWithTwoThatHaveJoined();

        ledger.moves();

        assertThat(judgeAgain(FIRST_ROUND)).isInstanceOf(Retrial.Granted.class);
        assertThat(ledger.judge(update(7, 1))).isEqualTo(Verdict.DUPLICATE);
        assertThat(ledger.judge(update(6, 2))).isEqualTo(Verdict.STALE);
    }

    @Test
    void shouldLetTheTaskBeDiscarded_andSpareWhatIsTheSame() {
        isGivenUpWithTwoThatHaveJoined();

        assertThat(ledger.admission().discard(task, FIRST_ROUND, CHANGED, 0)).isEmpty();

        assertThat(judgeAgain(FIRST_ROUND)).isEqualTo(new Retrial.Refused(Objection.DISCARDED));
        assertThat(ledger.judge(update(8, 1))).isEqualTo(Verdict.UNCHANGED);
    }

    @Test
    void shouldRefuseTheTask_onceAVersionHasRunThatBringsSomethingNew() {
        isGivenUpWithTwoThatHaveJoined();

        assertThat(ledger.judge(update(8, 2))).isEqualTo(Verdict.RUN);

        assertThat(judgeAgain(FIRST_ROUND)).isEqualTo(new Retrial.Refused(Objection.STALE));
    }

    @Test
    void shouldNotTakeTheTaskForDone_ofWhichACrashHasKeptTheLedgerAlone() {
        AdmissionFixture readsAgain = new AdmissionFixture(ONCE, true);
        readsAgain.judge(update(5, 1), 7);
        assertThat(readsAgain.judge(update(6, 1))).isEqualTo(Verdict.UNCHANGED);

        readsAgain.admission().succeeded(task, ONCE, Raw.of("1"), 7);

        assertThat(readsAgain.admission().isSettledForGood(task)).isFalse();
    }
}

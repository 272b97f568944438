package io.penstock.processor.admission;

import static io.penstock.processor.admission.Arrivals.end;
import static io.penstock.processor.admission.Arrivals.seed;
import static io.penstock.processor.admission.Arrivals.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.admission.Admission.Retrial;
import io.penstock.processor.task.Output.Tries;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.Raw;
import org.junit.jupiter.api.Test;

/** A snapshot makes documents known of which something is known already. */
class SeedingTest {
    private static final AdmissionPolicy CHANGED = new AdmissionPolicy(true, false, false);
    private static final AdmissionPolicy ONCE = new AdmissionPolicy(false, true, false);

    private final AdmissionFixture changed = new AdmissionFixture(CHANGED, false);
    private final PendingTask task = update(5, 1).task();

    @Test
    void shouldLeaveAnOpenTaskOpen_alsoWhereItRunsOnceOnly() {
        AdmissionFixture once = new AdmissionFixture(ONCE, false);
        once.judge(update(5, 1), 7);

        assertThat(once.judge(seed(6, 1))).isEqualTo(Verdict.LEFT);
        assertThat(once.judge(seed(7, 2))).isEqualTo(Verdict.LEFT);

        assertThat(once.admission().isSettledForGood(task)).isFalse();
        assertThat(once.outcome()).isEqualTo("open");
        once.admission().succeeded(task, ONCE, Raw.of("1"), 7);
        assertThat(once.judge(update(8, 2))).isEqualTo(Verdict.SETTLED);
    }

    @Test
    void shouldLetWhatWasGivenUpRunAndBeTriedAgain() {
        changed.judge(update(5, 1), 7);
        changed.admission().lost(task, 7);

        assertThat(changed.judge(seed(6, 1))).isEqualTo(Verdict.LEFT);

        assertThat(changed.outcome()).isEqualTo("dead-lettered");
        assertThat(changed.admission().judgeAgain(task, new Tries(1, 1), CHANGED, 0))
                .isInstanceOf(Retrial.Granted.class);
        assertThat(changed.judge(update(7, 1))).isEqualTo(Verdict.RUN);
    }

    @Test
    void shouldNotTakeForDoneWhatWasTakenBack() {
        changed.judge(update(5, 1), 7);
        changed.admission().cancelled(task, 7);

        assertThat(changed.judge(seed(6, 1))).isEqualTo(Verdict.LEFT);

        assertThat(changed.outcome()).isEqualTo("cancelled");
    }

    @Test
    void shouldSeedWhatIsDone_andWhatWasGivenUpInAFormerLife() {
        changed.judge(update(5, 1));
        assertThat(changed.judge(seed(6, 1))).isEqualTo(Verdict.SEEDED);

        changed.judge(update(7, 2), 7);
        changed.admission().lost(update(7, 2).task(), 7);
        changed.judge(end(8));

        assertThat(changed.judge(seed(9, 3))).isEqualTo(Verdict.SEEDED);
        assertThat(changed.outcome()).isEqualTo("seeded");
    }
}

package io.penstock.processor.admission;

import static io.penstock.processor.admission.Arrivals.begun;
import static io.penstock.processor.admission.Arrivals.inserted;
import static io.penstock.processor.admission.Arrivals.read;
import static io.penstock.processor.admission.Arrivals.versioned;
import static io.penstock.processor.admission.Arrivals.withoutToken;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Operation;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A document's own version counts within one life of it; an insert begins another, also where no delete was told. */
class LivesTest {
    private final AdmissionFixture ledger = new AdmissionFixture(new AdmissionPolicy(false, false, false), false);

    private static Optional<String> v(int version) {
        return Optional.of(Integer.toString(version));
    }

    @Test
    void shouldCountVersionsAnew_fromAnInsertOn() {
        assertThat(ledger.judge(versioned(5, v(7)))).isEqualTo(Verdict.RUN);

        assertThat(ledger.judge(inserted(6, "4"))).isEqualTo(Verdict.RUN);

        assertThat(ledger.judge(versioned(7, v(5)))).isEqualTo(Verdict.RUN);
        assertThat(ledger.judge(versioned(8, v(4)))).isEqualTo(Verdict.STALE);
    }

    @Test
    void shouldNotCountAnew_fromAnInsertThatIsToldAgain() {
        ledger.judge(inserted(5, "4"));
        assertThat(ledger.judge(inserted(5, "4"))).isEqualTo(Verdict.DUPLICATE);
        ledger.judge(versioned(6, v(7)));

        assertThat(ledger.judge(inserted(5, "4"))).isEqualTo(Verdict.STALE);
        assertThat(ledger.judge(versioned(7, v(5)))).isEqualTo(Verdict.STALE);
    }

    @Test
    void shouldNotCountAnew_fromAnInsertThatMayBeToldAgain_whereChangesComeWithoutTokens() {
        ledger.judge(withoutToken(Operation.CREATE, 5, "a", "4"));
        ledger.judge(withoutToken(Operation.UPDATE, 5, "b", "7"));

        assertThat(ledger.judge(withoutToken(Operation.CREATE, 5, "a", "4"))).isEqualTo(Verdict.STALE);
    }

    @Test
    void shouldRunAnInsertThatIsTriedAgain_afterItHadBegunALifeWithoutATask() {
        ledger.judge(versioned(5, v(7)));

        assertThat(ledger.judge(begun(10))).isEqualTo(Verdict.BEGUN);
        assertThat(ledger.judge(begun(10))).isEqualTo(Verdict.DUPLICATE);
        assertThat(ledger.judge(versioned(9, v(8)))).as("of the life before").isEqualTo(Verdict.STALE);
        assertThat(ledger.judge(inserted(10, "1"))).isEqualTo(Verdict.RUN);

        assertThat(ledger.judge(begun(10))).isEqualTo(Verdict.STALE);
        assertThat(ledger.judge(inserted(10, "1"))).isEqualTo(Verdict.DUPLICATE);
        assertThat(ledger.judge(versioned(11, v(2)))).isEqualTo(Verdict.RUN);
    }

    @Test
    void shouldNotRunAnInsertThatIsTriedAgain_afterALaterVersionOfItsLife() {
        ledger.judge(versioned(5, v(7)));
        ledger.judge(begun(10));

        assertThat(ledger.judge(versioned(11, v(2)))).isEqualTo(Verdict.RUN);
        assertThat(ledger.judge(inserted(10, "1"))).isEqualTo(Verdict.STALE);
    }

    @Test
    void shouldHoldAnInsertAgainstAReadThatMayShowWhatCameOfIt_andNoOther() {
        ledger.now(20);
        assertThat(ledger.judge(read(5, "3"))).isEqualTo(Verdict.RUN);

        assertThat(ledger.judge(inserted(10, "1"))).isEqualTo(Verdict.STALE);
        assertThat(ledger.judge(versioned(11, v(2)))).isEqualTo(Verdict.STALE);

        assertThat(ledger.judge(inserted(21, "1"))).isEqualTo(Verdict.RUN);
        assertThat(ledger.judge(versioned(22, v(2)))).isEqualTo(Verdict.RUN);
    }
}

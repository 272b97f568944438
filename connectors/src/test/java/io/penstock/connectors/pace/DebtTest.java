package io.penstock.connectors.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** How long reading has to be paid for with rest. */
class DebtTest {
    private final Debt debt = new Debt();

    @Test
    void aQuarterOfTheTimeShouldCostThreeQuartersOfRest() {
        debt.took(100);

        assertThat(debt.rest(0.25)).isEqualTo(300);
        debt.rested(299, 0.25);
        assertThat(debt.paid()).isFalse();
        debt.rested(2, 0.25);
        assertThat(debt.paid()).isTrue();
    }

    @Test
    void aShareThatChangesShouldCountForTheTimeThatItHeld() {
        debt.took(100);
        debt.rested(450, 0.1);

        assertThat(debt.rest(0.5)).isCloseTo(50, within(1e-6));
    }

    @Test
    void aWholeShareShouldCostNothingAndNoneShouldNeverBePaid() {
        debt.took(100);
        debt.rested(1_000_000_000_000L, 0);
        assertThat(debt.paid()).isFalse();
        assertThat(debt.rest(0)).isInfinite();

        assertThat(debt.rest(1)).isZero();
        debt.rested(0, 1);
        assertThat(debt.paid()).isTrue();
    }
}

package io.penstock.processor.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.outcome.Escalation.Policy;
import io.penstock.records.Severity;
import org.junit.jupiter.api.Test;

/** When dead letters weigh more: at which of them, for how long, and how often that is news. */
class EscalationTest {
    private static final long MINUTE = 60_000;

    private final Escalation escalation = new Escalation(new Policy(3, MINUTE, Severity.CRITICAL));

    private Severity weigh(long at) {
        return escalation.weigh(Severity.ERROR, at);
    }

    @Test
    void shouldRaiseFromTheLastOfSoManyOn() {
        assertThat(weigh(1_000)).isEqualTo(Severity.ERROR);
        assertThat(weigh(2_000)).isEqualTo(Severity.ERROR);
        assertThat(weigh(3_000)).isEqualTo(Severity.CRITICAL);
        assertThat(weigh(4_000)).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void shouldCountThoseOfTheWindowAlone() {
        weigh(1_000);
        weigh(2_000);

        assertThat(weigh(1_000 + MINUTE)).isEqualTo(Severity.ERROR);
        assertThat(weigh(2_000 + MINUTE - 1)).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void shouldFallBackWhenFewerCome() {
        weigh(1_000);
        weigh(2_000);
        weigh(3_000);

        assertThat(weigh(2_000 + MINUTE)).isEqualTo(Severity.ERROR);
    }

    @Test
    void shouldLeaveWhatIsGraverAlready() {
        Escalation mild = new Escalation(new Policy(1, MINUTE, Severity.ERROR));

        assertThat(mild.weigh(Severity.WARNING, 1_000)).isEqualTo(Severity.ERROR);
        assertThat(mild.weigh(Severity.CRITICAL, 1_000)).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void shouldBeNewsOnceWhenItIsRaisedAndOnceWhenThatIsOver() {
        weigh(1_000);
        weigh(2_000);
        assertThat(escalation.turns(2_000)).isFalse();
        assertThat(escalation.nextLook()).isEqualTo(Long.MAX_VALUE);

        weigh(3_000);
        assertThat(escalation.nextLook()).as("at once").isLessThanOrEqualTo(3_000);
        assertThat(escalation.turns(3_000)).isTrue();
        assertThat(escalation.raised()).contains(Severity.CRITICAL);
        weigh(4_000);
        assertThat(escalation.turns(4_000)).isFalse();

        assertThat(escalation.nextLook()).isEqualTo(4_000 + MINUTE);
        assertThat(escalation.turns(4_000 + MINUTE - 1)).isFalse();
        assertThat(escalation.turns(4_000 + MINUTE)).isTrue();
        assertThat(escalation.raised()).isEmpty();
        assertThat(escalation.turns(5_000 + MINUTE)).isFalse();
        assertThat(escalation.nextLook()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldBeOverWhenNobodyLooksAnyMore() {
        weigh(1_000);
        weigh(1_001);
        weigh(1_002);
        assertThat(escalation.end()).as("it was not told yet").isFalse();

        weigh(1_003);
        assertThat(escalation.turns(1_003)).isTrue();
        assertThat(escalation.end()).isTrue();
        assertThat(escalation.end()).isFalse();
    }
}

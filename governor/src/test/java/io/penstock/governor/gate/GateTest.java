package io.penstock.governor.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class GateTest {
    private long now;
    private final Gate gate = new Gate(() -> now);

    @Test
    void letsInAsManyAsTheLimitSays() {
        gate.limit(2);

        assertThat(gate.acquire()).isPresent();
        Permit second = gate.acquire().orElseThrow();
        assertThat(gate.acquire()).isEmpty();
        second.close();
        assertThat(gate.acquire()).isPresent();
        assertThat(gate.running()).isEqualTo(2);
    }

    @Test
    void aPermitIsGivenBackOnce() {
        gate.limit(2);
        Permit permit = gate.acquire().orElseThrow();
        assertThat(gate.acquire()).isPresent();

        permit.close();
        permit.close();

        assertThat(gate.running()).isEqualTo(1);
    }

    @Test
    void anErrorGivesItBackToo() {
        gate.limit(1);

        assertThatThrownBy(() -> {
                    try (Permit permit = gate.acquire().orElseThrow()) {
                        assertThat(permit).isNotNull();
                        throw new StackOverflowError();
                    }
                })
                .isInstanceOf(StackOverflowError.class);

        assertThat(gate.running()).isZero();
    }

    @Test
    void aFallingLimitStopsNobodyAndLetsFewerIn() {
        gate.limit(3);
        Permit first = gate.acquire().orElseThrow();
        assertThat(gate.acquire()).isPresent();
        assertThat(gate.acquire()).isPresent();

        gate.limit(1);

        assertThat(gate.running()).isEqualTo(3);
        first.close();
        assertThat(gate.acquire()).isEmpty();
    }

    @Test
    void aLimitBelowOneHoldsOnAverageHoweverLongAnAttemptTakes() {
        for (long attempt : new long[] {1_000, 1_000_000, 3_600_000_000_000L}) {
            now = 0;
            Gate turns = new Gate(() -> now);
            turns.limit(0.25);
            long busy = 0;
            for (int i = 0; i < 100; i++) {
                now += turns.nextTurn().orElseThrow();
                Permit permit = turns.acquire().orElseThrow();
                assertThat(turns.nextTurn()).isEmpty();
                now += attempt;
                busy += attempt;
                permit.close();
                assertThat(turns.acquire()).isEmpty();
            }
            now += turns.nextTurn().orElseThrow();
            assertThat((double) busy / now).isBetween(0.249, 0.251);
        }
    }

    @Test
    void aTurnTakesNoWholePlace() {
        gate.limit(1.5);
        Permit whole = gate.acquire().orElseThrow();
        Permit turn = gate.acquire().orElseThrow();
        assertThat(gate.acquire()).isEmpty();

        whole.close();
        Optional<Permit> next = gate.acquire();

        assertThat(next).isPresent();
        now += 10;
        turn.close();
        assertThat(gate.acquire()).isEmpty();
        now += 10;
        assertThat(gate.acquire()).isPresent();
    }

    @Test
    void aPermitIsOverWhenTheLimitHasFallenOrItsTurnHasLasted() {
        gate.limit(2.5);
        Permit first = gate.acquire().orElseThrow();
        Permit second = gate.acquire().orElseThrow();
        Permit turn = gate.acquire().orElseThrow();
        assertThat(first.isOver() || second.isOver() || turn.isOver()).isFalse();

        now += 20_000_000;
        assertThat(turn.isOver()).isTrue();
        assertThat(first.isOver()).isFalse();

        gate.limit(1);
        assertThat(first.isOver()).isTrue();
        first.close();
        assertThat(second.isOver()).isFalse();
    }

    @Test
    void whoeverRunsBeyondALimitThatHasFallenHasTheTurnToo() {
        gate.limit(3);
        Permit first = gate.acquire().orElseThrow();
        assertThat(gate.acquire()).isPresent();
        assertThat(gate.acquire()).isPresent();

        gate.limit(2.5);

        assertThat(gate.acquire()).isEmpty();
        assertThat(gate.nextTurn()).isEmpty();
        first.close();
        assertThat(gate.acquire()).isPresent();
    }

    @Test
    void aLimitIsNotNegative() {
        assertThatThrownBy(() -> gate.limit(-1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> gate.limit(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}

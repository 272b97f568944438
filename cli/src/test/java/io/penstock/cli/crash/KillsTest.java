package io.penstock.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.cli.crash.Kills.Hit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KillsTest {
    @Test
    void shouldAimHalfOfThem_whichOnes_isLeftToTheSeed() {
        Set<List<Boolean>> orders = new HashSet<>();
        for (int seed = 0; seed < 50; seed++) {
            List<Boolean> order = aimed(Kills.of(5, new Random(seed)), 5);
            assertThat(order).filteredOn(aimed -> aimed).hasSize(3);
            assertThat(aimed(Kills.of(5, new Random(seed)), 5)).isEqualTo(order);
            orders.add(order);
        }
        assertThat(orders).hasSizeGreaterThan(5);
        assertThat(aimed(Kills.of(40, new Random(1)), 40))
                .filteredOn(aimed -> aimed)
                .hasSize(20);
    }

    @Test
    void shouldAimAsMany_withTheFirstAmongThem() {
        for (int seed = 0; seed < 50; seed++) {
            List<Boolean> order = aimed(Kills.firstAimed(5, new Random(seed)), 5);
            assertThat(order).first().isEqualTo(true);
            assertThat(order).filteredOn(aimed -> aimed).hasSize(3);
        }
    }

    @Test
    void shouldCountBothSortsApart_andAnAimedOneThatFoundNothingAsAMiss() {
        Kills kills = Kills.firstAimed(2, new Random(1));
        kills.done("connect", Hit.NOTHING);
        kills.done("broker", Hit.TRANSACTION);
        assertThat(kills.hits()).isEqualTo(1);
        assertThat(kills)
                .hasToString("1 of 2 kills hit something, 0 of 1 of those that were aimed and 1 of 1 of those at random"
                        + " moments (connect (aimed): nothing, broker: an open transaction)");
    }

    @Test
    void shouldGoOnUntilHalfHaveHit_butNotForEver() {
        Kills luckless = Kills.of(2, new Random(1));
        int done = 0;
        while (luckless.goOn()) {
            luckless.done("run", Hit.NOTHING);
            done++;
        }
        assertThat(done).isEqualTo(4);
        assertThat(luckless.halfHit()).isFalse();

        Kills kills = Kills.of(2, new Random(1));
        kills.done("run", Hit.NOTHING);
        kills.done("run", Hit.NOTHING);
        assertThat(kills.goOn()).isTrue();
        assertThat(kills.nextIsAimed()).isTrue();
        kills.done("run", Hit.TRANSACTION);
        assertThat(kills.goOn()).isTrue();
        kills.done("run", Hit.TRANSACTION);
        assertThat(kills.goOn()).isFalse();
        assertThat(kills.halfHit()).isTrue();
    }

    private static List<Boolean> aimed(Kills kills, int number) {
        List<Boolean> aimed = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            aimed.add(kills.nextIsAimed());
            kills.done("run", Hit.NOTHING);
        }
        return aimed;
    }
}

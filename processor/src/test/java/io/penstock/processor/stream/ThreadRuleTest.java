package io.penstock.processor.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.stream.ThreadRule.Look;
import io.penstock.processor.stream.ThreadRule.Step;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ThreadRuleTest {
    private final ThreadRule rule = new ThreadRule(1, 3);

    private List<Step> looks(int count, Look look) {
        return Stream.generate(() -> rule.look(look)).limit(count).toList();
    }

    @Test
    void addsOneWhenThreadsAreBusyAndRecordsWaitAndACoreIsIdle() {
        assertThat(looks(3, new Look(1, 6, 0.9, 500, 1))).containsExactly(Step.STAY, Step.STAY, Step.ADD);
    }

    @Test
    void waitsAfterAStepForWhatItBrings() {
        looks(3, new Look(1, 6, 0.9, 500, 1));

        assertThat(looks(8, new Look(2, 6, 0.9, 500, 1))).containsOnly(Step.STAY);
        assertThat(rule.look(new Look(2, 6, 0.9, 500, 1))).isEqualTo(Step.ADD);
    }

    @Test
    void addsNoneWhereItWouldNotHelp() {
        assertThat(looks(50, new Look(1, 6, 0.9, 500, 0.2))).as("no core").containsOnly(Step.STAY);
        assertThat(looks(50, new Look(1, 1, 0.9, 500, 1))).as("no partition").containsOnly(Step.STAY);
        assertThat(looks(50, new Look(3, 6, 0.9, 500, 1))).as("at most three").containsOnly(Step.STAY);
        assertThat(looks(50, new Look(1, 6, 0.3, 500, 1))).as("not busy").containsOnly(Step.STAY);
        assertThat(looks(50, new Look(1, 6, 0.9, 0, 1))).as("nothing waits").containsOnly(Step.STAY);
    }

    @Test
    void oneBusyLookIsNoReason() {
        for (int i = 0; i < 50; i++) {
            assertThat(rule.look(new Look(1, 6, i % 3 == 0 ? 0.1 : 0.9, 500, 1)))
                    .isEqualTo(Step.STAY);
        }
    }

    @Test
    void removesOneThatTheOthersCanSpareAfterAWhile() {
        List<Step> steps = looks(30, new Look(3, 6, 0.2, 0, 2));

        assertThat(steps.subList(0, 29)).containsOnly(Step.STAY);
        assertThat(steps.get(29)).isEqualTo(Step.REMOVE);
    }

    @Test
    void removesNoneThatIsNeeded() {
        assertThat(looks(50, new Look(3, 6, 0.5, 0, 2))).containsOnly(Step.STAY);
        assertThat(looks(50, new Look(1, 6, 0, 0, 2))).containsOnly(Step.STAY);
    }

    @Test
    void removesSoonWhatHasNoPartition() {
        assertThat(looks(3, new Look(3, 2, 0.5, 0, 2))).endsWith(Step.REMOVE);
    }
}

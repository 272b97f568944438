package io.penstock.processor.governing;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.records.InstanceLoad;
import io.penstock.records.InstanceLoad.Work;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstancesWantedTest {
    private final InstancesWanted wanted = new InstancesWanted(10, 6);

    private static InstanceLoad load(long open, double newPerSecond, double handlingSeconds) {
        return new InstanceLoad("a", 0, 0, new Work(open, newPerSecond, handlingSeconds));
    }

    @Test
    void atRestOneIsEnough() {
        assertThat(wanted.of(List.of(), 100)).isEqualTo(1);
        assertThat(wanted.of(List.of(load(0, 0, 0.2)), 100)).isEqualTo(1);
    }

    @Test
    void whatComesInKeepsAttemptsBusyForTheTimeThatItTakes() {
        // 100 tasks a second of 250 ms each keep 25 attempts busy.
        assertThat(wanted.of(List.of(load(0, 60, 0.25), load(0, 40, 0.25)), 100))
                .isEqualTo(3);
    }

    @Test
    void whatWaitsShallBeGoneInTenMinutes() {
        assertThat(wanted.of(List.of(load(24_000, 0, 1)), 100)).isEqualTo(4);
    }

    @Test
    void moreThanTheDatabaseCanSpareWantsNoInstance() {
        assertThat(wanted.of(List.of(load(0, 1_000, 1)), 15)).isEqualTo(2);
    }

    @Test
    void moreInstancesThanPartitionsHaveNothingToDo() {
        assertThat(wanted.of(List.of(load(0, 1_000, 1)), 1_000)).isEqualTo(6);
    }

    @Test
    void whoHasHandledNothingYetIsLikeTheOthers() {
        assertThat(wanted.of(List.of(load(0, 50, 0.4), load(0, 50, 0)), 100)).isEqualTo(4);
    }
}

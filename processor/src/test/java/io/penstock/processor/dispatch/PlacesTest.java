package io.penstock.processor.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.dispatch.Places.Taken;
import io.penstock.processor.dispatch.Places.Waiting;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacesTest {
    private final ManualTimer time = new ManualTimer();
    private final Places places = new Places(4, time);
    private final List<Taken> taken = new ArrayList<>();
    private final Waiting any = taken::add;

    private void enter(int turns) {
        for (int i = 0; i < turns; i++) {
            places.enter(taken::add);
        }
    }

    @Test
    void letsNoMoreInThanTheConcurrency_howeverHighTheLimit() {
        places.limit(100);
        enter(6);
        assertThat(taken).hasSize(4);
        assertThat(places.waiting()).isEqualTo(2);
    }

    @Test
    void letsAFractionInForItsPartOfTheTime() {
        places.limit(0.25);
        enter(3);
        assertThat(taken).hasSize(1);
        time.passMillis(1_000);
        taken.get(0).leave();
        time.passMillis(2_999);
        assertThat(taken).hasSize(1);
        time.passMillis(1);
        assertThat(taken).hasSize(2);
    }

    @Test
    void looksAgainSooner_whenALimitThatHasGrownBringsTheTurnForward() {
        places.limit(0.001);
        enter(2);
        time.passMillis(1_000);
        taken.get(0).leave();
        places.limit(0.5);
        time.passMillis(999);
        assertThat(taken).hasSize(1);
        time.passMillis(1);
        assertThat(taken).hasSize(2);
    }

    @Test
    void stopsNobodyWhenTheLimitFalls_andLetsFewerGoOn() {
        enter(4);
        enter(1);
        places.limit(1);
        assertThat(places.taken()).isEqualTo(4);
        for (int i = 0; i < 3; i++) {
            assertThat(taken.get(i).letPass(any)).isTrue();
        }
        assertThat(taken.get(3).letPass(any)).isFalse();
        assertThat(places.taken()).isEqualTo(1);
        assertThat(places.waiting()).isEqualTo(4);
        places.limit(4);
        assertThat(places.taken()).isEqualTo(4);
        assertThat(places.waiting()).isEqualTo(1);
    }

    @Test
    void endsATurnByTime_soThatALongRowOfAttemptsHasNoMoreThanItsPart() {
        places.limit(0.5);
        enter(1);
        time.passMillis(19);
        assertThat(taken.get(0).letPass(any)).isFalse();
        time.passMillis(1);
        assertThat(taken.get(0).letPass(any)).isTrue();
        assertThat(places.taken()).isZero();
        time.passMillis(19);
        assertThat(taken).hasSize(1);
        time.passMillis(1);
        assertThat(taken).hasSize(2);
    }

    @Test
    void keepsItsPlaceInLine_whenItLetsOthersPass() {
        List<String> order = new ArrayList<>();
        places.limit(2);
        enter(2);
        places.enter(place -> order.add("behind"));
        places.limit(1);
        assertThat(taken.get(0).letPass(place -> order.add("before"))).isTrue();
        places.limit(3);
        assertThat(order).containsExactly("before", "behind");
    }

    @Test
    void closesForWhoWantsToGoOn() {
        places.limit(2);
        enter(2);
        places.limit(0);
        places.close();
        assertThat(taken.get(0).letPass(any)).isFalse();
        taken.get(0).leave();
        taken.get(0).leave();
        assertThat(places.taken()).isEqualTo(1);
    }
}

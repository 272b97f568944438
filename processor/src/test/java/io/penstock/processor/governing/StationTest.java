package io.penstock.processor.governing;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.governing.Bulletin.Notice;
import io.penstock.records.Ruling;
import io.penstock.settings.GovernorSettings;
import io.penstock.settings.GovernorSettings.SignalSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Several instances that tell each other what they have to, in virtual time. */
class StationTest {
    private static final long TICK = 100_000_000;
    private static final GovernorSettings SETTINGS = new GovernorSettings(
            1,
            60,
            List.of(new SignalSettings(
                    "probe", 0.99, Duration.ofMillis(20), Duration.ofSeconds(10), Duration.ofSeconds(2))));
    private static final long SLOW = 100_000_000;

    private final Board board = new Board();
    private final List<Instance> instances = new ArrayList<>();
    private long now = 5_000_000_000L;

    private Instance instance(String name, double demand) {
        Instance instance = new Instance(name, SETTINGS, board, () -> now);
        instance.demand = demand;
        instances.add(instance);
        return instance;
    }

    private void pass(Duration time) {
        for (long end = now + time.toNanos(); now < end; now += TICK) {
            instances.forEach(instance -> instance.tick(now));
        }
    }

    private double sum() {
        return instances.stream().mapToDouble(Instance::share).sum();
    }

    private Optional<Ruling> heard(Instance instance) {
        return instance.governed().ruling();
    }

    private double limit(Instance instance) {
        return heard(instance).orElseThrow().limit();
    }

    @Test
    void theLimitClimbsAndIsDividedByDemand() {
        Instance first = instance("a", 200);
        Instance second = instance("b", 5);
        first.generation = 1;

        pass(Duration.ofMinutes(2));

        assertThat(limit(first)).isEqualTo(60);
        assertThat(second.share()).isEqualTo(5);
        assertThat(first.share()).isEqualTo(55);
        assertThat(first.listens()).isTrue();
        assertThat(second.listens()).isFalse();
        assertThat(second.governed().hears()).isTrue();
    }

    @Test
    void whatAllHaveIsDividedAsTheLimitIs_asLongAsTheGovernorIsHeard() {
        Instance first = instance("a", 200);
        Instance second = instance("b", 5);
        assertThat(first.part()).isEmpty();
        first.generation = 1;

        pass(Duration.ofMinutes(2));

        assertThat(first.part()).hasValue(55.0 / 60);
        assertThat(second.part()).hasValue(5.0 / 60);

        second.topic.cut(true);
        pass(Duration.ofSeconds(4));
        assertThat(second.part()).isEmpty();
        assertThat(first.part()).isPresent();
    }

    @Test
    void whatCouldNotBeReadIsCountedAcrossTimesOfDeciding() {
        Instance instance = instance("a", 5);
        instance.generation = 1;
        pass(Duration.ofSeconds(1));
        instance.failToRead();
        instance.failToRead();
        instance.generation = 0;
        pass(Duration.ofSeconds(1));
        assertThat(instance.unreadable("probe")).isEqualTo(2);

        instance.generation = 2;
        pass(Duration.ofSeconds(1));
        instance.failToRead();

        assertThat(instance.unreadable("probe")).isEqualTo(3);
        assertThat(instance.unreadable("another")).isZero();
    }

    @Test
    void aForegroundThatMissesItsObjectiveMakesEachInstanceGiveWay() {
        Instance first = instance("a", 200);
        Instance second = instance("b", 200);
        first.generation = 1;
        pass(Duration.ofMinutes(2));
        assertThat(sum()).isEqualTo(60);

        first.foregroundNanos = SLOW;
        pass(Duration.ofSeconds(1));

        assertThat(sum()).isLessThan(40);
        pass(Duration.ofSeconds(15));
        assertThat(first.share()).isEqualTo(0.5);
        assertThat(second.share()).isEqualTo(0.5);
        assertThat(heard(second).orElseThrow().standing().reason()).contains("probe misses its objective");
    }

    @Test
    void theSumIsNeverAboveTheLimit_whateverInstancesWant() {
        Instance first = instance("a", 0);
        instance("b", 0);
        instance("c", 0);
        first.generation = 1;
        pass(Duration.ofSeconds(5));
        for (int second = 0; second < 300; second++) {
            for (int i = 0; i < instances.size(); i++) {
                instances.get(i).demand = second / (20 + 7 * i) % 2 == 0 ? 10 * (i + 1) : 0;
            }
            first.foregroundNanos = second % 90 > 75 ? SLOW : 2_000_000;
            pass(Duration.ofSeconds(1));
            // A word is on its way for a tick: some have heard it, and some keep to the one before.
            double published = Math.max(limit(first), limit(instances.get(1)));
            assertThat(sum()).as("second %s", second).isLessThanOrEqualTo(Math.max(1, published) + 1e-6);
        }
    }

    @Test
    void whoTakesOverGoesOnAtTheLimitThatStands_andLower_untilItsOwnSignalsSpeak() {
        Instance first = instance("a", 200);
        Instance second = instance("b", 200);
        first.generation = 1;
        pass(Duration.ofSeconds(40));
        first.foregroundNanos = SLOW;
        pass(Duration.ofMillis(500));
        first.foregroundNanos = 2_000_000;
        pass(Duration.ofSeconds(6));
        double before = limit(first);
        double edge = heard(first).orElseThrow().edge().orElseThrow();
        assertThat(before).isBetween(5.0, 59.0);

        instances.remove(first);
        first.leave();
        second.generation = 2;
        second.foregroundNanos = 0;
        pass(Duration.ofSeconds(1));

        assertThat(limit(second)).isLessThan(before).isGreaterThan(before / 2);
        assertThat(heard(second).orElseThrow().standing().state()).isEqualTo("careful");
        second.foregroundNanos = 2_000_000;
        pass(Duration.ofSeconds(5));
        assertThat(limit(second)).isBetween(0.7 * edge, 1.2 * edge);
        assertThat(second.share()).isEqualTo(limit(second));
    }

    @Test
    void oneThatDoesNotKnowThatItWasReplacedIsNotHeard() {
        Instance lost = instance("a", 200);
        Instance owner = instance("b", 200);
        lost.generation = 3;
        owner.generation = 4;
        lost.foregroundNanos = 2_000_000;
        owner.foregroundNanos = SLOW;

        pass(Duration.ofSeconds(30));

        assertThat(lost.listens()).isFalse();
        assertThat(heard(lost).orElseThrow().author().instance()).isEqualTo("b");
        assertThat(sum()).isEqualTo(1);
    }

    @Test
    void whoHearsNothingFallsToItsPartOfTheFloorAndComesBack() {
        Instance first = instance("a", 200);
        Instance second = instance("b", 200);
        first.generation = 1;
        pass(Duration.ofMinutes(2));

        second.topic.cut(true);
        pass(Duration.ofSeconds(4));

        assertThat(second.share()).isEqualTo(0.5);
        assertThat(second.governed().hears()).isFalse();
        pass(Duration.ofSeconds(10));
        // It counts as one without work: what it does not take, others do.
        assertThat(first.share()).isGreaterThan(58);
        second.topic.cut(false);
        pass(Duration.ofSeconds(2));
        assertThat(second.share()).isEqualTo(30);
    }

    @Test
    void atRestHardlyAnythingIsSaid() {
        Instance first = instance("a", 0);
        instance("b", 0);
        first.generation = 1;
        pass(Duration.ofSeconds(5));
        int before = board.notices().size();

        pass(Duration.ofMinutes(10));

        // Each instance says once a minute that it is there.
        assertThat(board.notices().size() - before).isBetween(18, 22);
    }

    @Test
    void workThatBeginsHasItsShareAtOnce() {
        Instance first = instance("a", 60);
        Instance second = instance("b", 0);
        first.generation = 1;
        pass(Duration.ofMinutes(2));
        first.demand = 0;
        pass(Duration.ofMinutes(1));
        assertThat(second.share()).isEqualTo(0.5);

        second.demand = 40;
        pass(Duration.ofMillis(400));

        assertThat(second.share()).isGreaterThan(39);
    }

    @Test
    void oneBusyInstanceAmongManyHasTheLimitGrow() {
        Instance busy = instance("a", 200);
        for (int i = 0; i < 7; i++) {
            instance("idle-" + i, 0);
        }
        busy.generation = 1;

        pass(Duration.ofMinutes(2));

        assertThat(limit(busy)).isEqualTo(60);
        assertThat(busy.share()).isGreaterThan(59);
    }

    @Test
    void whoIsGoneIsForgotten() {
        Instance first = instance("a", 200);
        Instance dead = instance("b", 200);
        Instance leaving = instance("c", 200);
        first.generation = 1;
        pass(Duration.ofMinutes(2));
        instances.remove(leaving);
        leaving.leave();
        instances.remove(dead);

        pass(Duration.ofSeconds(10));

        assertThat(heard(first).orElseThrow().shares()).containsOnlyKeys("a", "b");
        assertThat(first.share()).isGreaterThan(59);
        pass(Duration.ofMinutes(4));
        assertThat(heard(first).orElseThrow().shares()).containsOnlyKeys("a");
        assertThat(board.notices()).contains(new Notice.Gone("b"));
    }

    @Test
    void whatStoodThereBeforeIsNoLeaveToRun() {
        Instance first = instance("a", 200);
        first.generation = 1;
        pass(Duration.ofMinutes(2));
        instances.clear();

        Instance later = instance("a", 200);
        later.generation = 5;
        later.tick(now);

        assertThat(later.share()).isEqualTo(1);
    }
}

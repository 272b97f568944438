package io.penstock.governor.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.LongSupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BurnLimitTest {
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final Signal PROBE = signal("probe");
    private static final Signal LAG = signal("lag");
    private static final long FINE = 5_000_000;
    private static final long SLOW = 50_000_000;

    private final List<Change> changes = new ArrayList<>();
    private long now;

    private static Signal signal(String name) {
        return new Signal(name, new Objective(0.99, Duration.ofMillis(20), WINDOW), Duration.ofSeconds(2));
    }

    @Test
    void beginsAtTheFloorAndClimbsToTheCeilingWhileAllIsWell() {
        BurnLimit limit = new BurnLimit(new Bounds(2, 100), List.of(PROBE));
        assertThat(limit.current()).isEqualTo(2);

        pass(limit, 120, () -> FINE);

        assertThat(limit.current()).isEqualTo(100);
        assertThat(changes.get(0).reason()).isInstanceOf(Reason.Heard.class);
        assertThat(changes.get(1).reason()).isInstanceOf(Reason.Headroom.class);
    }

    @Test
    void fallsWithinASecondWhenMuchIsSlowAndSaysWhy() {
        BurnLimit limit = new BurnLimit(new Bounds(1, 100), List.of(PROBE));
        pass(limit, 120, () -> FINE);
        changes.clear();

        pass(limit, 1, () -> SLOW);

        assertThat(limit.current()).isLessThan(40);
        assertThat(limit.state()).isEqualTo(State.FALLING);
        assertThat(changes.get(0).reason()).isInstanceOfSatisfying(Reason.Missed.class, missed -> {
            assertThat(missed.signal()).isEqualTo("probe");
            assertThat(missed.limit()).isEqualTo(100);
            assertThat(missed.text()).startsWith("probe misses its objective at 100.00");
        });
    }

    @Test
    void goesOnWhereAnotherHasLeftOffAndFallsUntilItHears() {
        BurnLimit limit = new BurnLimit(new Bounds(1, 100), List.of(PROBE), new Beginning(40, OptionalDouble.of(50)));
        assertThat(limit.current()).isEqualTo(40);
        for (int tick = 0; tick < 10; tick++) {
            now += 250_000_000;
            limit.decide(now, 0);
        }
        assertThat(limit.current()).isBetween(20.0, 30.0);
        assertThat(limit.standings(now)).containsExactly(new Standing("probe", 1, true));

        pass(limit, 10, () -> FINE);

        assertThat(limit.current()).isBetween(45.0, 60.0);
        assertThat(limit.edge()).hasValueCloseTo(limit.current(), withPercentage(20));
    }

    @Test
    void aBeginningBeyondTheBoundsIsPutBetweenThem() {
        Beginning bold = new Beginning(500, OptionalDouble.of(500));

        BurnLimit limit = new BurnLimit(new Bounds(1, 100), List.of(PROBE), bold);

        assertThat(limit.current()).isEqualTo(100);
        assertThat(limit.edge()).hasValue(100);
    }

    @Test
    void fallsToTheFloorWhileTheObjectiveIsMissedAndNoFurther() {
        BurnLimit limit = new BurnLimit(new Bounds(0.5, 100), List.of(PROBE));
        pass(limit, 120, () -> FINE);

        pass(limit, 10, () -> SLOW);

        assertThat(limit.current()).isEqualTo(0.5);
    }

    @Test
    void aStallAtTheFloorIsNoneOfItsOwnAndDoesNotKeepItThere() {
        BurnLimit limit = new BurnLimit(new Bounds(1, 100), List.of(PROBE));
        Random random = new Random(1);
        LongSupplier ordinary = () -> (long) (FINE * Math.exp(0.5 * random.nextGaussian()));
        pass(limit, 0.5, ordinary);
        pass(limit, 0.5, () -> SLOW);
        assertThat(limit.current()).isEqualTo(1);

        pass(limit, 30, ordinary);

        assertThat(limit.current()).isGreaterThan(5);
        assertThat(changes).extracting(Change::reason).noneMatch(Reason.Improved.class::isInstance);
    }

    @Test
    void climbsAgainWhenTheQueueIsGoneInWhichItBroke() {
        BurnLimit limit = new BurnLimit(new Bounds(1, 100), List.of(PROBE));
        Random random = new Random(1);
        LongSupplier ordinary = () -> (long) (FINE * Math.exp(0.2 * random.nextGaussian()));
        LongSupplier queued = () -> (long) (1.3 * FINE * Math.exp(0.2 * random.nextGaussian()));
        pass(limit, 10, ordinary);
        pass(limit, 5, queued);
        double before = limit.current();
        pass(limit, 0.5, () -> SLOW);
        pass(limit, 1, queued);

        // So soon that it has not learned how it looks where it broke.
        pass(limit, 20, ordinary);

        assertThat(limit.current()).isGreaterThan(2 * before);
        assertThat(changes).extracting(Change::reason).anyMatch(Reason.Improved.class::isInstance);
    }

    @Test
    void doesNotClimbTwiceToWhereItBreaksWithoutAQueue() {
        BurnLimit limit = new BurnLimit(new Bounds(1, 100), List.of(PROBE));

        pass(limit, 300, () -> limit.current() > 60 ? SLOW : FINE);

        assertThat(changes)
                .extracting(Change::reason)
                .filteredOn(Reason.Improved.class::isInstance)
                .hasSize(1);
    }

    @Test
    void aFloorOfZeroStopsItWhollyAndItComesBack() {
        BurnLimit limit = new BurnLimit(new Bounds(0, 100), List.of(PROBE));
        pass(limit, 60, () -> FINE);
        pass(limit, 30, () -> SLOW);
        assertThat(limit.current()).isZero();

        pass(limit, 60, () -> FINE);

        assertThat(limit.current()).isGreaterThan(20);
    }

    @Test
    void comesBackToALittleBelowWhereItBroke() {
        BurnLimit limit = new BurnLimit(new Bounds(1, 100), List.of(PROBE));
        pass(limit, 120, () -> FINE);
        pass(limit, 0.5, () -> SLOW);

        pass(limit, 7, () -> FINE);

        assertThat(limit.current()).isBetween(60.0, 90.0);
        assertThat(limit.state()).isEqualTo(State.HOLDING);
    }

    @Test
    void oneAbsurdSampleIsOneSample() {
        BurnLimit limit = new BurnLimit(new Bounds(1, 100), List.of(PROBE));
        pass(limit, 120, () -> FINE);

        limit.latency("probe", Long.MAX_VALUE);
        pass(limit, 5, () -> FINE);

        assertThat(limit.current()).isEqualTo(100);
    }

    @Test
    void theWorstSignalDecides() {
        BurnLimit limit = new BurnLimit(new Bounds(1, 100), List.of(PROBE, LAG));
        step(limit, 120, () -> FINE, () -> FINE);
        assertThat(limit.current()).isEqualTo(100);

        step(limit, 5, () -> FINE, () -> SLOW);

        assertThat(limit.current()).isLessThan(10);
        assertThat(changes.get(changes.size() - 1).reason().text()).startsWith("lag ");
    }

    @Test
    void aSilentSignalMakesItCarefulWhateverTheOthersSay() {
        BurnLimit limit = new BurnLimit(new Bounds(1, 100), List.of(PROBE, LAG));
        step(limit, 120, () -> FINE, () -> FINE);

        pass(limit, 30, () -> FINE);

        assertThat(limit.state()).isEqualTo(State.CAREFUL);
        assertThat(limit.current()).isLessThan(1.5);
        assertThat(changes.get(changes.size() - 1).reason()).isInstanceOf(Reason.Silent.class);
    }

    @Test
    void aSignalThatNeverSpokeKeepsItAtTheFloor() {
        BurnLimit limit = new BurnLimit(new Bounds(1, 100), List.of(PROBE, LAG));

        pass(limit, 60, () -> FINE);

        assertThat(limit.current()).isEqualTo(1);
    }

    @Test
    void whatIsNotUsedDoesNotGrow() {
        BurnLimit limit = new BurnLimit(new Bounds(1, 100), List.of(PROBE));
        for (int tick = 0; tick < 400; tick++) {
            for (int i = 0; i < 50; i++) {
                limit.latency("probe", FINE);
            }
            now += 250_000_000;
            limit.decide(now, Math.min(4, limit.current()));
        }

        assertThat(limit.current()).isLessThan(7);
    }

    @Test
    void readingsAreEnough() {
        BurnLimit limit = new BurnLimit(new Bounds(1, 50), List.of(LAG));
        readings(limit, 90, 10_000_000);
        assertThat(limit.current()).isEqualTo(50);

        readings(limit, 3, 40_000_000);

        assertThat(limit.current()).isLessThan(25);
    }

    @Test
    void aNameThatNoSignalHasIsRefused() {
        BurnLimit limit = new BurnLimit(new Bounds(1, 50), List.of(LAG));

        assertThatThrownBy(() -> limit.latency("prob", 1))
                .hasMessageContaining("prob")
                .hasMessageContaining("lag");
        assertThatThrownBy(() -> new BurnLimit(new Bounds(1, 2), List.of(LAG, LAG)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Bounds(3, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 200)
    void neverAboveTheCeilingNorUnderTheFloorWhateverTheSignalsSay(
            @ForAll long seed,
            @ForAll @DoubleRange(min = 0, max = 20) double floor,
            @ForAll @DoubleRange(min = 0.1, max = 100) double above,
            @ForAll @IntRange(min = 1, max = 400) int perTick) {
        BurnLimit limit = new BurnLimit(new Bounds(floor, floor + above), List.of(PROBE, LAG));
        Random random = new Random(seed);
        long time = random.nextLong();
        for (int tick = 0; tick < 300; tick++) {
            if (random.nextInt(10) > 0) {
                for (int i = random.nextInt(perTick + 1); i > 0; i--) {
                    limit.latency("probe", (long) (Math.exp(random.nextGaussian() * 3) * 5e6));
                }
            }
            if (random.nextInt(3) > 0) {
                limit.reading("lag", random.nextInt(20) == 0 ? random.nextLong() : random.nextInt(40_000_000));
            }
            time += random.nextInt(1_000_000_000);
            double before = limit.current();
            Optional<Change> change = limit.decide(time, random.nextDouble() * 2 * before);

            assertThat(limit.current()).isBetween(floor, floor + above);
            change.ifPresent(told -> assertThat(told.from()).isEqualTo(before));
            change.ifPresent(told -> assertThat(told.to()).isEqualTo(limit.current()));
            assertThat(change.isPresent() || before == limit.current()).isTrue();
        }
    }

    /** Lets time pass with 200 latencies a second of the probe alone. */
    private void pass(BurnLimit limit, double seconds, LongSupplier latency) {
        for (int tick = 0; tick < seconds * 4; tick++) {
            for (int i = 0; i < 50; i++) {
                limit.latency("probe", latency.getAsLong());
            }
            decide(limit);
        }
    }

    private void step(BurnLimit limit, double seconds, LongSupplier probe, LongSupplier lag) {
        for (int tick = 0; tick < seconds * 4; tick++) {
            for (int i = 0; i < 50; i++) {
                limit.latency("probe", probe.getAsLong());
                limit.latency("lag", lag.getAsLong());
            }
            decide(limit);
        }
    }

    private void readings(BurnLimit limit, int seconds, long reading) {
        for (int tick = 0; tick < seconds * 4; tick++) {
            if (tick % 4 == 0) {
                limit.reading("lag", reading);
            }
            decide(limit);
        }
    }

    private void decide(BurnLimit limit) {
        now += 250_000_000;
        limit.decide(now, limit.current()).ifPresent(changes::add);
    }
}

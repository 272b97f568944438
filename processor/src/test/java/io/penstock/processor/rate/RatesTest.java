package io.penstock.processor.rate;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.settings.WorkSettings.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** How often attempts begin, in virtual time. */
class RatesTest {
    private static final Rate TWENTY = new Rate(20, Duration.ofSeconds(1));
    private static final Rate FIVE_THOUSAND = new Rate(5_000, Duration.ofHours(1));

    private long now = 1_000_000;
    private final List<Long> begun = new ArrayList<>();
    private int looks;

    private Pace pace(Rates rates, Rate rate) {
        return rates.open().of("job", Optional.of(rate), now);
    }

    private boolean begins(Pace pace) {
        Optional<Token> token = pace.permits(now) ? pace.take(now) : Optional.empty();
        token.ifPresent(taken -> {
            taken.spend(now);
            begun.add(now);
        });
        return token.isPresent();
    }

    private int all(Pace pace) {
        int count = 0;
        while (begins(pace)) {
            count++;
        }
        return count;
    }

    /** Partitions with work look when they were told to, and no sooner. */
    private void pass(Duration time, List<Pace> paces) {
        long end = now + time.toMillis();
        paces.forEach(this::all);
        while (true) {
            long next = paces.stream().mapToLong(Pace::next).min().orElseThrow();
            if (next > end) {
                now = end;
                return;
            }
            now = Math.max(now, next);
            for (Pace pace : paces) {
                if (pace.next() <= now) {
                    looks++;
                    all(pace);
                }
            }
        }
    }

    private void pass(Duration time, Pace... paces) {
        pass(time, List.of(paces));
    }

    private long most(Duration within) {
        long most = 0;
        for (int first = 0, last = 0; last < begun.size(); last++) {
            while (begun.get(last) - begun.get(first) >= within.toMillis()) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    @Test
    void beginsAsManyAsTheRateSays_evenly_andLooksNoMoreOften() {
        Pace pace = pace(new Rates(), TWENTY);

        pass(Duration.ofMinutes(1), pace);

        assertThat(begun).hasSizeBetween(1_199, 1_200);
        assertThat(most(Duration.ofSeconds(1))).isEqualTo(20);
        assertThat(most(Duration.ofMillis(100))).isLessThanOrEqualTo(3);
        assertThat(looks).isLessThanOrEqualTo(1_201);
    }

    @Test
    void beginsAsOftenAsAnHourAllows_whereALookIsAlwaysALittleLate() {
        Pace pace = pace(new Rates(), FIVE_THOUSAND);
        pace.permits(now);
        for (int look = 0; look < 36_000; look++) {
            now += 100;
            all(pace);
        }

        assertThat(begun).hasSizeBetween(4_999, 5_000);
    }

    @Test
    void savesUpWhatAQuarterOfASecondBrings_andNothingFromBeforeTheStart() {
        Rates rates = new Rates();
        Pace often = pace(rates, TWENTY);
        Pace seldom = rates.open().of("other", Optional.of(FIVE_THOUSAND), now);
        assertThat(begins(often)).isFalse();
        assertThat(begins(seldom)).isFalse();

        now += Duration.ofDays(1).toMillis();

        assertThat(all(often)).isEqualTo(6);
        assertThat(all(seldom)).isEqualTo(1);
    }

    @Test
    void attemptsThatWaitedTogetherDoNotBeginTogetherBeyondTheRate() {
        Pace pace = pace(new Rates(), TWENTY);
        List<Token> waiting = new ArrayList<>();
        for (int second = 0; second < 60; second++) {
            now += 1_000;
            while (pace.permits(now)) {
                pace.take(now).ifPresent(waiting::add);
            }
        }
        assertThat(waiting).hasSize(6);

        waiting.forEach(token -> token.spend(now));
        assertThat(all(pace)).isZero();
        pass(Duration.ofSeconds(1), pace);

        assertThat(begun).hasSize(20);
    }

    @Test
    void whatDoesNotBeginIsGivenBack_once() {
        Pace pace = pace(new Rates(), FIVE_THOUSAND);
        now += 10_000;
        Token token = pace.take(now).orElseThrow();
        assertThat(pace.permits(now)).isFalse();

        token.giveBack();
        token.giveBack();
        token.spend(now);

        assertThat(all(pace)).isEqualTo(1);
    }

    @Test
    void whatHadToBeginIsPaidForAfterwards() {
        Pace pace = pace(new Rates(), TWENTY);
        for (int i = 0; i < 20; i++) {
            pace.force(now).spend(now);
        }

        pass(Duration.ofSeconds(2), pace);

        assertThat(begun).hasSize(20);
        assertThat(begun.get(0)).isGreaterThan(1_001_000);
    }

    @Test
    void partitionsTakeTurns_andOneWithLittleWaitsForNoMoreThanOneOfEach() {
        Rates rates = new Rates();
        List<Pace> busy = List.of(pace(rates, TWENTY), pace(rates, TWENTY), pace(rates, TWENTY));
        pass(Duration.ofSeconds(10), busy);
        assertThat(begun).hasSizeBetween(199, 200);
        Pace quiet = pace(rates, TWENTY);

        assertThat(begins(quiet)).isFalse();
        long came = now;
        while (!begins(quiet)) {
            pass(Duration.ofMillis(10), busy);
        }

        assertThat(now - came).isLessThanOrEqualTo(4 * 50 + 10);
    }

    @Test
    void whoDoesNotComeLosesItsPlace_andWhoForgoesAtOnce() {
        Rates rates = new Rates();
        Pace gone = pace(rates, FIVE_THOUSAND);
        Pace hasNothing = pace(rates, FIVE_THOUSAND);
        Pace here = pace(rates, FIVE_THOUSAND);
        gone.permits(now);
        hasNothing.permits(now);
        hasNothing.forgo();
        assertThat(hasNothing.next()).isEqualTo(Long.MAX_VALUE);

        pass(Duration.ofSeconds(72), here);

        // One for whom the line waited for a second beyond its time, as nothing more could be saved up.
        assertThat(begun).hasSizeBetween(97, 99);
    }

    @Test
    void aClockThatIsSetBackOrOnChangesLittle() {
        Pace pace = pace(new Rates(), TWENTY);
        pass(Duration.ofSeconds(1), pace);
        now -= Duration.ofHours(1).toMillis();
        pass(Duration.ofSeconds(1), pace);
        now += Duration.ofHours(2).toMillis();
        pass(Duration.ofSeconds(1), pace);

        assertThat(begun).hasSizeBetween(55, 66);
    }

    @Test
    void instancesDivideTheRateByTheirPartitions_alsoWhileTheseMove() {
        Rates first = new Rates();
        Rates second = new Rates();
        first.partitions(8);
        second.partitions(8);
        List<Pace> all = new ArrayList<>();
        Rates.Share moving = first.open();
        Pace leaves = moving.of("job", Optional.of(TWENTY), now);
        all.add(leaves);
        for (int i = 0; i < 2; i++) {
            all.add(pace(first, TWENTY));
        }
        for (int i = 0; i < 5; i++) {
            all.add(pace(second, TWENTY));
        }
        pass(Duration.ofMinutes(1), all);
        assertThat(begun).hasSizeBetween(1_195, 1_200);

        moving.close();
        all.remove(leaves);
        pass(Duration.ofMinutes(1), all);
        assertThat(begun).as("seven of eight are at work").hasSizeBetween(2_240, 2_252);

        all.add(pace(second, TWENTY));
        pass(Duration.ofMinutes(1), all);
        assertThat(begun).hasSizeBetween(3_435, 3_452);
        assertThat(most(Duration.ofSeconds(1))).isLessThanOrEqualTo(20 + 2 * 6);
    }

    @Test
    void instancesDivideTheRateAsTheGovernorSays_asLongAsItIsHeard() {
        Rates busy = new Rates();
        Rates idle = new Rates();
        busy.partitions(2);
        idle.partitions(2);
        Pace mine = pace(busy, TWENTY);
        Pace other = pace(idle, TWENTY);
        busy.governed(OptionalDouble.of(0.75));
        idle.governed(OptionalDouble.of(0.25));
        pass(Duration.ofMinutes(1), mine);
        assertThat(begun).hasSizeBetween(898, 900);

        pass(Duration.ofMinutes(1), other);
        assertThat(begun).hasSizeBetween(1_196, 1_203);

        begun.clear();
        busy.governed(OptionalDouble.empty());
        idle.governed(OptionalDouble.empty());
        pass(Duration.ofMinutes(1), mine, other);
        assertThat(begun).hasSizeBetween(1_196, 1_212);
    }

    @Test
    void anInstanceWithoutAPartLooksOnceAMinute() {
        Rates rates = new Rates();
        Pace pace = pace(rates, TWENTY);
        rates.governed(OptionalDouble.of(0));
        pass(Duration.ofMinutes(10), pace);
        assertThat(begun).isEmpty();
        assertThat(looks).isLessThanOrEqualTo(10);

        rates.governed(OptionalDouble.of(0.5));
        pass(Duration.ofMinutes(2), pace);
        assertThat(begun).hasSizeGreaterThan(500);
    }

    @Test
    void aJobWithoutARateWaitsForNothing() {
        Pace pace = new Rates().open().of("job", Optional.empty(), now);

        assertThat(pace.limits()).isFalse();
        assertThat(pace.permits(now)).isTrue();
        assertThat(pace.take(now)).isPresent();
        assertThat(pace.next()).isEqualTo(Long.MAX_VALUE);
    }
}

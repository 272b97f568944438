package io.penstock.processor.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.governor.tier.Terms;
import io.penstock.governor.tier.Tier;
import io.penstock.processor.dispatch.Places.Taken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TieredPlacesTest {
    private final ManualTimer time = new ManualTimer();
    private final Places places = new Places(
            10,
            time,
            Map.of(
                    Tier.CRITICAL, new Terms(0.5, 8, Duration.ofMillis(100)),
                    Tier.NORMAL, new Terms(0.3, 4, Duration.ofSeconds(5)),
                    Tier.BULK, new Terms(0.1, 1, Duration.ofSeconds(30))));
    private final List<Someone> running = new ArrayList<>();
    private final List<Someone> interrupted = new ArrayList<>();

    private final class Someone implements Places.Waiting {
        private final Rank rank;
        private final List<Taken> place = new ArrayList<>();

        Someone(Tier tier, boolean interruptible) {
            this.rank = new Rank(tier, interruptible);
        }

        @Override
        public void start(Taken taken) {
            place.clear();
            place.add(taken);
            running.add(this);
        }

        @Override
        public Rank rank() {
            return rank;
        }

        @Override
        public boolean interrupt() {
            interrupted.add(this);
            running.remove(this);
            place.get(0).lose();
            return true;
        }

        /** Has ended an attempt, and would begin the next. */
        boolean stays() {
            boolean kept = !place.get(0).letPass(this);
            if (!kept) {
                running.remove(this);
            }
            return kept;
        }

        void leave() {
            running.remove(this);
            place.get(0).leave();
        }
    }

    private List<Someone> enter(int count, Tier tier, boolean interruptible) {
        List<Someone> came = IntStream.range(0, count)
                .mapToObj(i -> new Someone(tier, interruptible))
                .toList();
        came.forEach(places::enter);
        return came;
    }

    private long running(Tier tier) {
        return running.stream().filter(one -> one.rank().tier() == tier).count();
    }

    @Test
    void givesAnImportantTaskTheNextPlace_thoughManyOthersHaveWaitedForLonger() {
        List<Someone> bulk = enter(100, Tier.BULK, false);
        Someone critical = enter(1, Tier.CRITICAL, false).get(0);
        time.passMillis(1);
        bulk.get(0).leave();
        assertThat(running).contains(critical);
    }

    @Test
    void takesAPlaceBetweenTwoAttempts_soThatALongTurnHoldsNobodyUp() {
        List<Someone> bulk = enter(11, Tier.BULK, false);
        assertThat(bulk.get(0).stays()).isTrue();
        Someone critical = enter(1, Tier.CRITICAL, false).get(0);
        assertThat(bulk.get(0).stays()).isFalse();
        assertThat(running).contains(critical).hasSize(10);
        assertThat(bulk.get(1).stays()).isTrue();
        critical.leave();
        assertThat(running.get(9)).as("who let others pass").isSameAs(bulk.get(0));
    }

    @Test
    void dividesByWhatIsGuaranteed_whenAllTiersHaveWork() {
        enter(40, Tier.BULK, false);
        enter(40, Tier.NORMAL, false);
        enter(40, Tier.CRITICAL, false);
        time.passMillis(10);
        for (int i = 0; i < 40; i++) {
            List.copyOf(running).forEach(Someone::stays);
        }
        assertThat(running(Tier.CRITICAL)).isEqualTo(6);
        assertThat(running(Tier.NORMAL)).isEqualTo(3);
        assertThat(running(Tier.BULK)).isEqualTo(1);
    }

    @Test
    void interruptsTheYoungestBulkAttempt_onceACriticalTaskHasWaitedForTooLong() {
        enter(5, Tier.BULK, true);
        enter(5, Tier.BULK, false);
        Someone critical = enter(1, Tier.CRITICAL, false).get(0);
        time.passMillis(100);
        assertThat(interrupted).isEmpty();
        time.passMillis(1);
        assertThat(interrupted).hasSize(1);
        assertThat(interrupted.get(0).rank().interruptible()).isTrue();
        assertThat(running).contains(critical).hasSize(10);
        assertThat(places.lost()).isEqualTo(1);
    }

    @Test
    void interruptsNobodyWhoHadToWaitForTooLongHimself_andNoneOfWhatIsGuaranteed() {
        List<Someone> first = enter(10, Tier.CRITICAL, false);
        enter(5, Tier.BULK, true);
        time.passMillis(30_001);
        first.subList(0, 5).forEach(Someone::leave);
        assertThat(running(Tier.BULK)).isEqualTo(5);
        enter(20, Tier.CRITICAL, false);
        time.passMillis(200);
        assertThat(interrupted).isEmpty();
        first.subList(5, 10).forEach(Someone::leave);
        assertThat(running(Tier.CRITICAL)).isEqualTo(5);
    }

    @Test
    void leavesNoTierWithoutAnything_whateverComes() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        places.limit(1.5);
        enter(1, Tier.CRITICAL, false);
        List<Someone> all = new ArrayList<>(enter(3, Tier.BULK, true));
        int ended = 0;
        for (int i = 0; i < 20_000; i++) {
            if (places.waiting() < 20) {
                enter(1, random.nextInt(4) == 0 ? Tier.NORMAL : Tier.CRITICAL, false);
            }
            time.passMillis(20);
            if (!running.isEmpty()) {
                Someone one = running.get(random.nextInt(running.size()));
                ended += all.contains(one) ? 1 : 0;
                all.remove(one);
                one.leave();
            }
        }
        assertThat(ended).as("bulk that got through; seed " + seed).isEqualTo(3);
    }
}

package io.penstock.governor.tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;

class TiersTest {
    private static final long MILLISECOND = 1_000_000;
    private static final Map<Tier, Terms> TERMS = Map.of(
            Tier.CRITICAL, new Terms(0.3, 4, Duration.ofMillis(200)),
            Tier.NORMAL, new Terms(0.3, 2, Duration.ofSeconds(5)),
            Tier.BULK, new Terms(0.1, 1, Duration.ofSeconds(20)));

    private final Tiers tiers = new Tiers(TERMS);

    @Test
    void underFullLoadEachGetsItsGuaranteeAndTheRestByWeight() {
        Run run = new Run();
        run.fill(10);
        run.until(10_000);

        Map<Tier, Integer> mean = run.meanRunning();
        assertThat(mean.get(Tier.CRITICAL)).isBetween(4, 6);
        assertThat(mean.get(Tier.NORMAL)).isBetween(3, 4);
        assertThat(mean.get(Tier.BULK)).isBetween(1, 2);
    }

    @Test
    void whenTheLimitFallsBulkYieldsFirst() {
        Run run = new Run();
        run.fill(12);
        run.until(2_000);
        run.places = 3;
        run.until(4_000);
        run.started.clear();
        run.until(14_000);

        assertThat(run.startedOf(Tier.BULK)).isLessThan(3);
        assertThat(run.startedOf(Tier.CRITICAL)).isGreaterThan(run.startedOf(Tier.NORMAL));
        assertThat(run.startedOf(Tier.NORMAL)).isGreaterThan(20);
    }

    @Test
    void noTierStarves() {
        Run run = new Run();
        run.fill(1);
        run.until(120_000);

        // One place, and critical work without end: the others still come about, each in the time of its patience.
        assertThat(run.startedOf(Tier.NORMAL)).isBetween(20L, 26L);
        assertThat(run.startedOf(Tier.BULK)).isBetween(4L, 7L);
        assertThat(run.startedOf(Tier.CRITICAL)).isGreaterThan(1_000);
    }

    @Test
    void criticalTasksPassAFullBacklogOfBulk() {
        Run run = new Run();
        run.keepFull.remove(Tier.CRITICAL);
        run.keepFull.remove(Tier.NORMAL);
        run.places = 8;
        run.duration = 50 * MILLISECOND;
        for (int i = 0; i < 400; i++) {
            run.at(i * 100L, Tier.CRITICAL);
        }
        run.until(45_000);

        assertThat(run.waits).hasSize(400);
        assertThat(run.waits.stream().sorted().skip(395).findFirst().orElseThrow())
                .isLessThan(250 * MILLISECOND);
    }

    @Test
    void whatCanBeInterruptedMakesRoomForACriticalTaskThatHasWaitedTooLong() {
        Load late = new Load(0, 0, 1, Duration.ofMillis(201));
        Load soon = new Load(0, 0, 1, Duration.ofMillis(199));

        assertThat(tiers.next(4, Map.of(Tier.CRITICAL, late, Tier.BULK, new Load(4, 1, 9, Duration.ZERO)), 0))
                .isEqualTo(new Turn.Preempt(Tier.BULK, Tier.CRITICAL));
        assertThat(tiers.next(4, Map.of(Tier.CRITICAL, soon, Tier.BULK, new Load(4, 1, 9, Duration.ZERO)), 0))
                .isEqualTo(new Turn.Wait());
        assertThat(tiers.next(4, Map.of(Tier.CRITICAL, late, Tier.BULK, new Load(4, 0, 9, Duration.ZERO)), 0))
                .isEqualTo(new Turn.Wait());
    }

    @Test
    void guaranteesAddUpToNoMoreThanTheWhole() {
        assertThatThrownBy(() -> new Tiers(Map.of(
                        Tier.CRITICAL, new Terms(0.6, 1, Duration.ZERO),
                        Tier.NORMAL, new Terms(0.4, 1, Duration.ZERO),
                        Tier.BULK, new Terms(0.1, 1, Duration.ZERO))))
                .hasMessageContaining("no more than the whole");
    }

    /** Work in virtual time: tiers that always have some waiting, and single tasks that come at a time. */
    private final class Run {
        private final List<Tier> keepFull = new ArrayList<>(List.of(Tier.values()));
        private final Map<Tier, Deque<Long>> waiting = new EnumMap<>(Tier.class);
        private final Map<Tier, Integer> running = new EnumMap<>(Tier.class);
        private final Map<Tier, Double> busy = new EnumMap<>(Tier.class);
        private final PriorityQueue<Event> events = new PriorityQueue<>();
        private final List<Tier> started = new ArrayList<>();
        private final List<Long> waits = new ArrayList<>();
        private long duration = 20 * MILLISECOND;
        private int places;
        private long now;
        private int asked;

        private record Event(long at, Tier tier, boolean ends) implements Comparable<Event> {
            @Override
            public int compareTo(Event other) {
                return Long.compare(at, other.at);
            }
        }

        Run() {
            for (Tier tier : Tier.values()) {
                waiting.put(tier, new ArrayDeque<>());
                running.put(tier, 0);
                busy.put(tier, 0.0);
            }
        }

        void fill(int newPlaces) {
            places = newPlaces;
        }

        void at(long millis, Tier tier) {
            events.add(new Event(millis * MILLISECOND, tier, false));
        }

        void until(long millis) {
            start();
            while (!events.isEmpty() && events.peek().at() <= millis * MILLISECOND) {
                Event event = events.remove();
                long passed = event.at() - now;
                running.forEach((tier, count) -> busy.merge(tier, (double) count * passed, Double::sum));
                now = event.at();
                if (event.ends()) {
                    running.merge(event.tier(), -1, Integer::sum);
                } else {
                    line(event.tier()).add(now);
                }
                start();
            }
        }

        private void start() {
            while (true) {
                for (Tier tier : keepFull) {
                    while (line(tier).size() < 2) {
                        line(tier).add(now);
                    }
                }
                Map<Tier, Load> loads = new EnumMap<>(Tier.class);
                waiting.forEach((tier, since) -> loads.put(
                        tier,
                        new Load(
                                running.getOrDefault(tier, 0),
                                0,
                                since.size(),
                                since.isEmpty() ? Duration.ZERO : Duration.ofNanos(now - since.peek()))));
                if (!(tiers.next(places, loads, now) instanceof Turn.Start turn)) {
                    return;
                }
                long since = line(turn.tier()).remove();
                if (turn.tier() == Tier.CRITICAL) {
                    waits.add(now - since);
                }
                started.add(turn.tier());
                running.merge(turn.tier(), 1, Integer::sum);
                // Not all at the same time: else only the tasks of one moment would ever meet.
                events.add(new Event(now + duration + (asked++ % 7) * MILLISECOND, turn.tier(), true));
            }
        }

        private Deque<Long> line(Tier tier) {
            return waiting.computeIfAbsent(tier, unused -> new ArrayDeque<>());
        }

        long startedOf(Tier tier) {
            return started.stream().filter(tier::equals).count();
        }

        Map<Tier, Integer> meanRunning() {
            Map<Tier, Integer> mean = new EnumMap<>(Tier.class);
            busy.forEach((tier, nanos) -> mean.put(tier, (int) Math.round(nanos / now)));
            return mean;
        }
    }
}

package io.penstock.signals;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** The probe's reads in virtual time, against servers that stand still, crawl, or refuse. */
class ProbeScheduleTest {
    private static final long MILLI = 1_000_000;
    private static final Duration OBJECTIVE = Duration.ofMillis(20);

    private final List<Long> latencies = new ArrayList<>();
    private final ProbeSchedule schedule = new ProbeSchedule(200, OBJECTIVE, 0, latencies::add);
    private int mostUnderWay;

    private record Read(long due, long ends) {}

    /** Lets time pass; a read that is sent at a time ends when the server says, in milliseconds. */
    private void run(long from, long to, LongUnaryOperator server) {
        PriorityQueue<Read> underWay = new PriorityQueue<>((one, other) -> Long.compare(one.ends(), other.ends()));
        for (long now = from; now < to || !underWay.isEmpty(); now++) {
            while (!underWay.isEmpty() && underWay.peek().ends() <= now) {
                Optional<Long> another = schedule.ended(underWay.remove().due(), now * MILLI, true);
                if (another.isPresent()) {
                    underWay.add(new Read(another.get(), server.applyAsLong(now)));
                }
            }
            if (now < to) {
                for (long due : schedule.due(now * MILLI)) {
                    underWay.add(new Read(due, server.applyAsLong(now)));
                }
            }
            mostUnderWay = Math.max(mostUnderWay, underWay.size());
        }
    }

    private long slow() {
        return latencies.stream()
                .filter(latency -> latency > OBJECTIVE.toNanos())
                .count();
    }

    @Test
    void readsShouldBeSentAtTheirRateAndTimedFromWhenTheyWereDue() {
        run(0, 1_000, now -> now + 3);

        assertThat(latencies).hasSize(200).containsOnly(3 * MILLI);
    }

    @Test
    void aStallShouldCountForEachReadThatItKeptWaiting() {
        run(0, 3_000, now -> now >= 1_000 && now < 2_000 ? 2_001 : now + 1);

        // Due at 1000, 1005, … 1980: those would all have waited for more than 20 ms, had there been a client for each.
        assertThat(slow()).isEqualTo(197);
        assertThat(latencies).hasSize(600);
    }

    @Test
    void aStallShouldBeHeardOfWhileItLasts() {
        for (long now = 0; now < 1_000; now++) {
            schedule.due(now * MILLI);
        }

        assertThat(slow()).isEqualTo(200 - 2 * schedule.room());
    }

    @Test
    void nothingShouldPileUpHoweverLongTheStall() {
        run(0, 3_600_000, now -> 3_600_000);

        assertThat(mostUnderWay).isEqualTo(schedule.room()).isEqualTo(8);
        assertThat(latencies).hasSize(720_000);
    }

    @Test
    void aServerThatIsSlowForGoodShouldLookSlowAndNotEverSlower() {
        run(0, 60_000, now -> now + 100);

        assertThat(slow()).isEqualTo(latencies.size());
        assertThat(latencies).allMatch(latency -> latency <= 400 * MILLI);
    }

    @Test
    void whoWasAwayShouldNotCountTheTimeInWhichItAskedNobody() {
        run(0, 100, now -> now + 1);
        latencies.clear();

        schedule.due(3_600_000 * MILLI);

        assertThat(latencies).hasSizeLessThanOrEqualTo(2_001);
    }

    @Test
    void anErrorShouldSayNothingOfTheLatency() {
        List<Long> due = schedule.due(0);
        assertThat(schedule.ended(due.get(0), MILLI, false)).isEmpty();

        assertThat(latencies).isEmpty();
    }

    @Test
    void aLongObjectiveShouldSlowTheRateDownSoThatFewAreUnderWay() {
        ProbeSchedule patient = new ProbeSchedule(1_000, Duration.ofSeconds(1), 0, latencies::add);

        assertThat(patient.room()).isEqualTo(64);
        assertThat(patient.due(0)).hasSize(1);
        assertThat(patient.next()).isEqualTo(Duration.ofSeconds(2).toNanos() / 64);
    }
}

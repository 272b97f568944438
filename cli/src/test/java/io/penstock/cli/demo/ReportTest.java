package io.penstock.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.cli.check.Findings;
import io.penstock.records.Topics;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static Report report(Findings findings, long p50) {
        return new Report(
                findings,
                new Statistics(new Topics("shop")),
                new Latencies.Percentiles(p50, 2 * p50),
                Duration.ofSeconds(10));
    }

    private static Findings findings(long lost, long doubled) {
        return findings(0, lost, doubled);
    }

    private static Findings findings(long underWay, long lost, long doubled) {
        List<String> explanations = lost + doubled == 0 ? List.of() : List.of("order 7");
        return new Findings(1_000, 0, underWay, lost, doubled, 0, explanations);
    }

    @Test
    void changesThatQueue_areSaidToWait() {
        assertThat(report(findings(0, 0), 5_000).lines()).anyMatch(line -> line.contains("a lower --rate"));
        assertThat(report(findings(0, 0), 200).lines()).noneMatch(line -> line.contains("--rate"));
    }

    @Test
    void whatIsLostOrDoubled_isNotSound() {
        assertThat(report(findings(0, 0), 200).sound()).isTrue();
        assertThat(report(findings(1, 0), 200).sound()).isFalse();
        assertThat(report(findings(0, 1), 200).sound()).isFalse();
        assertThat(report(findings(1, 0), 200).lines()).contains("  order 7");
    }

    @Test
    void whatWasUnderWayWhenItWasStopped_isNotLost() {
        Report stopped = report(findings(3, 0, 0), 200);

        assertThat(stopped.sound()).isTrue();
        assertThat(stopped.json()).contains("\"lost\":0");
        assertThat(stopped.lines())
                .anyMatch(line -> line.startsWith("3 changes were still under way"))
                .anyMatch(line -> line.contains("0 lost, 0 doubled"));
    }

    @Test
    void whatIsLost_isSaidBesideWhatWasUnderWay() {
        Report stopped = report(findings(1, 2, 0), 200);

        assertThat(stopped.sound()).isFalse();
        assertThat(stopped.json()).contains("\"lost\":2");
        assertThat(stopped.lines())
                .anyMatch(line -> line.startsWith("1 change was still under way"))
                .anyMatch(line -> line.contains("2 lost, 0 doubled"))
                .contains("  order 7");
    }
}

package io.penstock.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.benchmarks.harness.CaseResult;
import io.penstock.benchmarks.harness.CaseResult.Yardstick;
import io.penstock.benchmarks.harness.Picture;
import io.penstock.benchmarks.harness.Samples;
import io.penstock.benchmarks.report.Report.Circumstances;
import io.penstock.benchmarks.report.Report.Selection;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    private final Report report = new Report(
            "inline",
            List.of(
                    CaseResult.compared(
                            "0.5 KB", "changes/s", samples(15_123.4, 14_000, 16_000), samples(20_000, 19_000, 21_000)),
                    CaseResult.compared("quiet", "ms", samples(1.25, 1.5, 1), samples(0.5, 0.5, 0.5)),
                    new CaseResult("wait", "ms", samples(20, 30, 10), new Yardstick.Limit(40)),
                    new CaseResult("share", "times", samples(0.5, 0.75, 0.75), new Yardstick.Aim(0.5)),
                    new CaseResult("seen", "tasks", samples(7), new Yardstick.None())));

    @Test
    void json_isOneLine_withTheMediansAndTheRatioOfEachCase() {
        assertThat(report.json())
                .isEqualTo("{\"benchmark\":\"inline\",\"cases\":["
                        + "{\"case\":\"0.5 KB\",\"unit\":\"changes/s\",\"penstock\":15120,\"peer\":20000,\"ratio\":0.756},"
                        + "{\"case\":\"quiet\",\"unit\":\"ms\",\"penstock\":1.25,\"peer\":0.5,\"ratio\":2.5},"
                        + "{\"case\":\"wait\",\"unit\":\"ms\",\"penstock\":20,\"limit\":40,\"ratio\":0.5},"
                        + "{\"case\":\"share\",\"unit\":\"times\",\"penstock\":0.75,\"aim\":0.5,\"ratio\":1.5},"
                        + "{\"case\":\"seen\",\"unit\":\"tasks\",\"penstock\":7}]}");
    }

    @Test
    void table_hasMediansWithTheirSpread_belowEachOther() {
        assertThat(report.table()).isEqualTo("""
                        case    unit                        penstock              peer or limit  ratio
                        0.5 KB  changes/s  15,120 (14,000 to 16,000)  20,000 (19,000 to 21,000)   0.76
                        quiet   ms                   1.25 (1 to 1.5)           0.5 (0.5 to 0.5)   2.50
                        wait    ms                     20 (10 to 30)                 at most 40   0.50
                        share   times             0.75 (0.5 to 0.75)               at least 0.5   1.50
                        seen    tasks                              7
                        """);
    }

    @Test
    void markdown_saysWhatWasMeasured_whereAndHow() {
        String page = report.markdown(new Circumstances(
                "How fast.\n",
                List.of(new Picture("run-1", "The first run", "<svg/>")),
                new Selection(List.of("0.5 KB", "quiet"), List.of("5 KB")),
                "benchmarks/run inline --json",
                new Machine("2 processors, 8 GB", "Linux amd64", "Kafka 4.3.1"),
                LocalDate.of(2026, 11, 24)));
        assertThat(page)
                .startsWith("# Benchmark `inline`\n\nHow fast.\n\n## Figures\n\n")
                .contains("| case | unit | penstock | peer or limit | ratio |\n| --- | --- | ---: | ---: | ---: |\n")
                .contains("| 0.5 KB | changes/s | 15,120 (14,000 to 16,000) | 20,000 (19,000 to 21,000) | 0.76 |\n")
                .contains("| seen | tasks | 7 |  |  |\n")
                .contains("Medians of 3 runs", "where there is an aim (\"at least\"), 1 or more reaches it")
                .contains("![The first run](inline-run-1.svg)\n")
                .contains("- Measured: 0.5 KB; quiet. Left out: 5 KB.\n")
                .contains(
                        "`benchmarks/run inline --json`",
                        "2026-11-24",
                        "2 processors, 8 GB",
                        "Linux amd64",
                        "Kafka 4.3.1");
    }

    private static Samples samples(double... values) {
        return new Samples(Arrays.stream(values).boxed().toList());
    }
}

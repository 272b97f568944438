package io.penstock.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.benchmarks.report.TimePlot.Line;
import io.penstock.benchmarks.report.TimePlot.Panel;
import io.penstock.benchmarks.report.TimePlot.Point;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TimePlotTest {
    @Test
    void linesWithOneNameShareColourAndLegend_andWhatIsTooHighIsCutOff() {
        String svg = TimePlot.svg(
                "p99 < 20 ms",
                List.of(
                        new Panel("ms", 10, OptionalDouble.of(5), List.of(line("governor", 0, 20))),
                        new Panel("limit", 4, OptionalDouble.empty(), List.of(line("governor", 4, 2)))));

        assertThat(svg)
                .startsWith("<svg ")
                .endsWith("</svg>\n")
                .contains("p99 &lt; 20 ms", "stroke-dasharray", "60.0,220.0 880.0,50.0", "60.0,270.0 880.0,355.0")
                .containsOnlyOnce(">governor<");
    }

    private static Line line(String name, double first, double second) {
        return new Line(name, List.of(new Point(0, first), new Point(10, second)));
    }
}

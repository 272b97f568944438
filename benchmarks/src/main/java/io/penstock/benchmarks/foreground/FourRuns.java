package io.penstock.benchmarks.foreground;

import static io.penstock.benchmarks.harness.Trial.Figure.atLeast;
import static io.penstock.benchmarks.harness.Trial.Figure.atMost;
import static io.penstock.benchmarks.harness.Trial.Figure.told;

import io.penstock.benchmarks.harness.Picture;
import io.penstock.benchmarks.harness.Trial.Figure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one round compares.
 *
 * @param alone the foreground, and nothing beside it
 * @param unlimited beside a background without limits
 * @param fixed beside a background at the best static limit
 * @param governed beside a background with the governor
 */
record FourRuns(Run alone, Run unlimited, Run fixed, Run governed) {
    /**
     * How the figures are called.
     *
     * @param background what works beside the foreground
     * @param fixed what its best static limit is
     * @param unit of what it gets done
     * @param limit what holds it back
     */
    record Names(String background, String fixed, String unit, String limit) {
        private static final String ALONE = "foreground p99, alone";
        private static final String UNLIMITED = "foreground p99, without limits";
        private static final String GOVERNED = "foreground p99, governor";
        private static final String BY_ALONE = " by alone";

        List<Figure> figures() {
            return List.of(
                    told(ALONE, "ms"),
                    told(UNLIMITED, "ms"),
                    told(ofFixed(), "ms"),
                    told(GOVERNED, "ms"),
                    told(UNLIMITED + BY_ALONE, "times"),
                    told(ofFixed() + BY_ALONE, "times"),
                    atMost(Extent.OBJECTIVE, GOVERNED + BY_ALONE, "times"),
                    told(background + ", without limits", unit),
                    told(background + ", " + fixed, unit),
                    told(background + ", governor", unit),
                    atLeast(Extent.WORTH, governedByFixed(), "times"));
        }

        private String ofFixed() {
            return "foreground p99, " + fixed;
        }

        private String governedByFixed() {
            return background + ", governor by " + fixed;
        }
    }

    Map<String, Double> figures(Names names) {
        double p99 = alone.foreground().p99();
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(Names.ALONE, p99);
        figures.put(Names.UNLIMITED, unlimited.foreground().p99());
        figures.put(names.ofFixed(), fixed.foreground().p99());
        figures.put(Names.GOVERNED, governed.foreground().p99());
        figures.put(Names.UNLIMITED + Names.BY_ALONE, unlimited.foreground().p99() / p99);
        figures.put(names.ofFixed() + Names.BY_ALONE, fixed.foreground().p99() / p99);
        figures.put(Names.GOVERNED + Names.BY_ALONE, governed.foreground().p99() / p99);
        figures.put(names.background() + ", without limits", unlimited.perSecond());
        figures.put(names.background() + ", " + names.fixed(), fixed.perSecond());
        figures.put(names.background() + ", governor", governed.perSecond());
        figures.put(names.governedByFixed(), governed.perSecond() / fixed.perSecond());
        return figures;
    }

    /**
     * What has happened, second by second.
     *
     * @param name of the file
     * @param title above it
     * @param names of what it shows
     */
    Picture picture(String name, String title, Names names) {
        return new Picture(
                name,
                title,
                RunPlot.svg(
                        title,
                        names,
                        List.of(alone, unlimited, fixed, governed),
                        Extent.OBJECTIVE * alone.foreground().p99()));
    }
}

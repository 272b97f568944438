package io.penstock.benchmarks.harness;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What has no peer, and is held against limits: one run gives several figures.
 *
 * @param name its name
 * @param repeated whether it is run as often as comparisons are; if not, once: what is counted does not vary as times do
 * @param figures what a run tells, in the order in which it is reported
 * @param measurement measures it once
 */
public record Trial(String name, boolean repeated, List<Figure> figures, Measurement measurement) implements Case {
    public Trial {
        figures = List.copyOf(figures);
    }

    /**
     * One figure of a trial.
     *
     * @param name its name; unique in its trial
     * @param unit of what is measured: {@code ms}
     * @param most what it should be at most; empty: it is told, and has no limit
     */
    public record Figure(String name, String unit, OptionalDouble most) {
        /** One with a limit. */
        public static Figure atMost(double most, String name, String unit) {
            return new Figure(name, unit, OptionalDouble.of(most));
        }

        /** One that explains the others. */
        public static Figure told(String name, String unit) {
            return new Figure(name, unit, OptionalDouble.empty());
        }
    }

    /** Measures once. */
    @FunctionalInterface
    public interface Measurement {
        /**
         * Measures, with everything fresh that a run before could have left behind.
         *
         * @return each figure by its name
         * @throws Exception if it cannot be measured; the message says why
         */
        Map<String, Double> measure() throws Exception;
    }
}

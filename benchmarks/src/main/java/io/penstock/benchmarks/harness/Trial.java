package io.penstock.benchmarks.harness;

import io.penstock.benchmarks.harness.CaseResult.Yardstick;
import java.util.List;
import java.util.Map;

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
     * @param yardstick what it is held against
     */
    public record Figure(String name, String unit, Yardstick yardstick) {
        /** One with a limit. */
        public static Figure atMost(double most, String name, String unit) {
            return new Figure(name, unit, new Yardstick.Limit(most));
        }

        /** One that should not be less. */
        public static Figure atLeast(double least, String name, String unit) {
            return new Figure(name, unit, new Yardstick.Aim(least));
        }

        /** One that explains the others. */
        public static Figure told(String name, String unit) {
            return new Figure(name, unit, new Yardstick.None());
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

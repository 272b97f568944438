package io.penstock.benchmarks.harness;

/**
 * One thing that is measured on both sides.
 *
 * @param name its name
 * @param unit of what is measured: {@code changes/s}
 * @param measurement measures it once
 */
public record Comparison(String name, String unit, Measurement measurement) implements Case {
    /** Measures once. */
    @FunctionalInterface
    public interface Measurement {
        /**
         * Measures, with everything fresh that a run before could have left behind.
         *
         * @param side who is measured
         * @return in the case's unit
         * @throws Exception if it cannot be measured; the message says why
         */
        double measure(Side side) throws Exception;
    }
}

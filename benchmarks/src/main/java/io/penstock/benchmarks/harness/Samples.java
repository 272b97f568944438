package io.penstock.benchmarks.harness;

import java.util.List;

/**
 * What repeated runs measured.
 *
 * @param values in the order of the runs; at least one
 */
public record Samples(List<Double> values) {
    public Samples {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("Samples of nothing");
        }
        values = List.copyOf(values);
    }

    /** The value in the middle; of an even number of values, the mean of the two in the middle. */
    public double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** The least value. */
    public double min() {
        return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    /** The greatest value. */
    public double max() {
        return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    /** How far the values lie apart: (max - min) / median. */
    public double spread() {
        return (max() - min()) / median();
    }
}

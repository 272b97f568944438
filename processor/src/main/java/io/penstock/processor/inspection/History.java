package io.penstock.processor.inspection;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The newest samples of a few series, for plots. Threads may share one. */
public final class History {
    private final int most;
    private final Deque<Sample> samples = new ArrayDeque<>();

    /**
     * A sample.
     *
     * @param at milliseconds since 1970
     * @param values one for each series
     */
    public record Sample(long at, List<Double> values) {
        public Sample {
            values = List.copyOf(values);
        }
    }

    /**
     * @param most how many samples are kept
     */
    public History(int most) {
        this.most = most;
    }

    /** Adds a sample. */
    public synchronized void add(Sample sample) {
        samples.add(sample);
        if (samples.size() > most) {
            samples.remove();
        }
    }

    /** The samples, oldest first. */
    public synchronized List<Sample> samples() {
        return new ArrayList<>(samples);
    }
}

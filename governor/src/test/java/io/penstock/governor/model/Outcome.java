package io.penstock.governor.model;

import java.util.List;

/** What a run came to, second by second. */
public record Outcome(List<Second> seconds) {
    public Outcome between(int from, int to) {
        return new Outcome(seconds.stream()
                .filter(second -> second.number >= from && second.number < to)
                .toList());
    }

    /** The number of its first second. */
    public int first() {
        return seconds.get(0).number;
    }

    /** Of all operations of the foreground, in nanoseconds. */
    public double p99() {
        Latencies all = new Latencies();
        seconds.forEach(second -> all.addAll(second.foreground));
        return all.p99();
    }

    /** Background operations a second. */
    public double throughput() {
        return seconds.stream().mapToLong(second -> second.done).sum() / (double) seconds.size();
    }

    public double meanLimit() {
        return seconds.stream().mapToDouble(Second::limit).average().orElse(0);
    }

    /** Standard deviation of the limit divided by its mean. */
    public double variation() {
        double mean = meanLimit();
        double variance = seconds.stream()
                .mapToDouble(second -> (second.limit() - mean) * (second.limit() - mean))
                .average()
                .orElse(0);
        return Math.sqrt(variance) / mean;
    }
}

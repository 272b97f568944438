package io.penstock.benchmarks.foreground;

import io.penstock.benchmarks.harness.Progress;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Looks for the highest static limit beside which the foreground keeps its objective, once: all rounds are compared with the
 * same. All limits are tried: one that breaks the objective by a stall of the machine is not the last that could keep it.
 * For use by one thread.
 */
final class Sweep {
    private final Words words;
    private final List<Double> limits;
    private final Progress progress;
    private final StringBuilder report = new StringBuilder();
    private Optional<Double> best = Optional.empty();

    /**
     * How it is told.
     *
     * @param column what a limit is called
     * @param format of a limit
     * @param unit of what the background gets done
     */
    record Words(String column, String format, String unit) {}

    /** A run of the background beside the foreground. */
    interface Attempt {
        Run with(double limit) throws IOException, InterruptedException;
    }

    /** @param limits from the lowest to the highest */
    Sweep(Words words, List<Double> limits, Progress progress) {
        this.words = words;
        this.limits = List.copyOf(limits);
        this.progress = progress;
    }

    Optional<Double> best() {
        return best;
    }

    /**
     * Tries them; the highest that keeps the objective is the best, the lowest if none does.
     *
     * @param p99 the foreground's when it is alone, in milliseconds
     */
    double find(double p99, Attempt attempt) throws IOException, InterruptedException {
        double found = limits.get(0);
        report.append(String.format(
                Locale.ROOT,
                "Tried beside a foreground that alone had a p99 of %.1f ms:%n%n| %s | foreground p99 | by alone | %s |%n"
                        + "| ---: | ---: | ---: | ---: |%n",
                p99,
                words.column(),
                words.unit()));
        for (double limit : limits) {
            progress.now("trying a " + words.column() + " of " + told(limit) + " ...");
            Run run = attempt.with(limit);
            double ratio = run.foreground().p99() / p99;
            String row = String.format(
                    Locale.ROOT,
                    "| %s | %.1f ms | %.2f | %,.0f |",
                    told(limit),
                    run.foreground().p99(),
                    ratio,
                    run.perSecond());
            report.append(row).append('\n');
            progress.keep(row);
            if (ratio <= Extent.OBJECTIVE) {
                found = limit;
            }
        }
        report.append(String.format(
                Locale.ROOT,
                "%nThe highest that kept %.2f was %s; if none did, it is the lowest that was tried.%n",
                Extent.OBJECTIVE,
                told(found)));
        best = Optional.of(found);
        return found;
    }

    /** For the report; empty before anything was tried. */
    String report() {
        return report.toString();
    }

    private String told(double limit) {
        return String.format(Locale.ROOT, words.format(), limit);
    }
}

package io.penstock.benchmarks.harness;

import io.penstock.benchmarks.harness.Trial.Figure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Measures both sides of each comparison in turn, and trials by themselves. Who begins changes from one repetition to the next, so that whatever drifts
 * (heat, caches, other people's work) falls on both.
 */
public final class Runs {
    private static final List<Side> PENSTOCK_FIRST = List.of(Side.PENSTOCK, Side.PEER);
    private static final List<Side> PEER_FIRST = List.of(Side.PEER, Side.PENSTOCK);

    private final int repetitions;
    private final Progress progress;

    /**
     * @param repetitions runs of each side in each case
     * @param progress is told of each run
     */
    public Runs(int repetitions, Progress progress) {
        this.repetitions = repetitions;
        this.progress = progress;
    }

    /**
     * Measures.
     *
     * @throws Exception what a measurement threw: one run that fails spoils the comparison
     */
    public List<CaseResult> of(List<Case> cases) throws Exception {
        List<CaseResult> results = new ArrayList<>();
        for (Case measured : cases) {
            if (measured instanceof Comparison comparison) {
                results.add(of(comparison));
            } else if (measured instanceof Trial trial) {
                results.addAll(of(trial));
            }
        }
        progress.clear();
        return results;
    }

    private CaseResult of(Comparison measured) throws Exception {
        List<Double> penstock = new ArrayList<>();
        List<Double> peer = new ArrayList<>();
        for (int run = 1; run <= repetitions; run++) {
            for (Side side : run % 2 == 1 ? PENSTOCK_FIRST : PEER_FIRST) {
                String what = "%s, %s, run %d of %d".formatted(measured.name(), side.text(), run, repetitions);
                progress.now(what + " ...");
                double value = measured.measurement().measure(side);
                (side == Side.PENSTOCK ? penstock : peer).add(value);
                progress.keep(String.format(Locale.ROOT, "%s: %,.0f %s", what, value, measured.unit()));
            }
        }
        return CaseResult.compared(measured.name(), measured.unit(), new Samples(penstock), new Samples(peer));
    }

    private List<CaseResult> of(Trial measured) throws Exception {
        Map<String, List<Double>> values = new HashMap<>();
        int runs = measured.repeated() ? repetitions : 1;
        for (int run = 1; run <= runs; run++) {
            String what = "%s, run %d of %d".formatted(measured.name(), run, runs);
            progress.now(what + " ...");
            Map<String, Double> figures = measured.measurement().measure();
            for (Figure figure : measured.figures()) {
                double value = Optional.ofNullable(figures.get(figure.name()))
                        .orElseThrow(() -> new IllegalStateException(what + " told no " + figure.name()));
                values.computeIfAbsent(figure.name(), absent -> new ArrayList<>())
                        .add(value);
                progress.keep(String.format(Locale.ROOT, "%s: %s %,.2f %s", what, figure.name(), value, figure.unit()));
            }
        }
        return measured.figures().stream()
                .map(figure -> new CaseResult(
                        measured.name() + ": " + figure.name(),
                        figure.unit(),
                        new Samples(values.getOrDefault(figure.name(), List.of())),
                        figure.yardstick()))
                .toList();
    }
}

package io.penstock.benchmarks.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures both sides of each case in turn. Who begins changes from one repetition to the next, so that whatever drifts
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
            results.add(of(measured));
        }
        progress.clear();
        return results;
    }

    private CaseResult of(Case measured) throws Exception {
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
        return new CaseResult(measured.name(), measured.unit(), new Samples(penstock), new Samples(peer));
    }
}

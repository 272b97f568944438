package io.penstock.cli.check;

import java.util.List;

/**
 * What the checker has found.
 *
 * @param writes acknowledged writes in the journal
 * @param maybe writes of which nobody knows whether they were done
 * @param underWay changes without an ending, which may still have one: of a run that was stopped
 * @param lost changes without an ending for a job or more, and documents whose last state has not come out
 * @param doubled tasks that were concluded twice, and changes that nobody made
 * @param disordered results that came after the result of a newer version
 * @param explanations of the first few findings: which job, which document, which versions
 */
public record Findings(
        long writes, long maybe, long underWay, long lost, long doubled, long disordered, List<String> explanations) {
    public Findings {
        explanations = List.copyOf(explanations);
    }

    /** Whether all is as it should be, as far as it has come. */
    public boolean sound() {
        return lost == 0 && doubled == 0 && disordered == 0;
    }
}

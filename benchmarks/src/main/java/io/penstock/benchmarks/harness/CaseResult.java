package io.penstock.benchmarks.harness;

/**
 * What came of one case.
 *
 * @param name the case's name
 * @param unit the unit of the samples
 * @param penstock what Penstock's runs measured
 * @param peer what the peer's runs measured
 */
public record CaseResult(String name, String unit, Samples penstock, Samples peer) {
    /** Penstock's median by the peer's. */
    public double ratio() {
        return penstock.median() / peer.median();
    }
}

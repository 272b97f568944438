package io.penstock.benchmarks.harness;

import java.util.List;

/** A comparison of Penstock with a peer. */
public interface Benchmark {
    /** The word that starts it. */
    String name();

    /** What is compared, in one line. */
    String summary();

    /** What is compared, how, and why that is fair: paragraphs in Markdown for the report. */
    String method();

    /**
     * Starts what all its runs need.
     *
     * @throws Exception if that does not start; the message says why
     */
    Session open(Environment environment) throws Exception;

    /** A benchmark that is ready to measure. */
    interface Session extends AutoCloseable {
        /** What it measures. */
        List<Case> cases();

        /** What only this session knows of how it measured, once it has: paragraphs in Markdown for the report. */
        default String notes() {
            return "";
        }

        /** What its runs looked like, once they are over. */
        default List<Picture> pictures() {
            return List.of();
        }
    }
}

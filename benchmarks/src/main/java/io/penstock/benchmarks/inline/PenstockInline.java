package io.penstock.benchmarks.inline;

import io.penstock.benchmarks.installation.Installation;
import io.penstock.benchmarks.installation.PenstockProcessor;
import io.penstock.benchmarks.process.Contestant;

/** Penstock's processor with an inline job. */
final class PenstockInline {
    private PenstockInline() {}

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        String settings =
                """
                streams:
                  commit.interval.ms: %d
                  num.stream.threads: %d
                jobs:
                  - name: total
                    collection: shop.orders
                    shard-key: /customerId
                    handler: %s
                    execution: inline
                """.formatted(InlineBenchmark.COMMIT_INTERVAL, InlineBenchmark.THREADS, OrderTotal.class.getName());
        Contestant.run(arguments, options -> new PenstockProcessor(Installation.of(options), settings));
    }
}

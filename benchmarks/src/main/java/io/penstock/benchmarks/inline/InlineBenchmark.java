package io.penstock.benchmarks.inline;

import io.penstock.benchmarks.harness.Benchmark;
import io.penstock.benchmarks.harness.Environment;

/** What the way through Penstock costs, where the work itself costs nothing. */
public final class InlineBenchmark implements Benchmark {
    /** How often both sides commit, in milliseconds: Penstock's default. */
    static final int COMMIT_INTERVAL = 100;
    /** What does the work on both sides. */
    static final int THREADS = 1;

    static final String COLLECTION = "orders";

    @Override
    public String name() {
        return "inline";
    }

    @Override
    public String summary() {
        return "the processor with an inline handler, against a minimal topology written by hand";
    }

    @Override
    public String method() {
        return """
                How fast a topic full of changes is worked off: each change of an order is read, brought to the partition of
                its customer, and its total is written to a topic of results, exactly once.

                **Penstock** is the processor with the configuration of a user who changes nothing but what a job needs:
                `shard-key: /customerId`, a handler that reads the document and returns three fields of it, `execution:
                inline`. So it keeps its directory and its ledger (two RocksDB stores: rows that were used lately are at
                hand, and one that has changed is written once for each commit; the directory's changes with an insert and not
                with an update), tells positions apart, hashes the document to know what is unchanged, and puts eleven headers
                on each result.

                **The peer** is the shortest topology that does the same with exactly-once: it parses the envelope and the
                document with Jackson, repartitions by `customerId`, gets and puts the version of the order in one RocksDB
                store, and writes the same result without headers. It knows no deletes, no documents that move to another
                customer, no dead letters, no redelivery. Its clients have Penstock's settings for batches; all else is as
                Kafka Streams comes.

                Both have `exactly_once_v2`, a commit interval of 100 ms, one stream thread and six partitions. Each run is a
                virtual machine of its own with 1 GB of heap, a new application id, new topics and an empty state directory;
                Kafka and the reader of the results share another one. The changes (inserts and three updates of each order,
                lz4) are in the topic before. The first 30 % of them warm the virtual machine up; the others, written in a
                transaction that is still open, come into sight when all results of these are committed. Measured is from then to
                the commit of the last result, as a read-committed consumer sees them; there must be exactly one result for each
                change. (Both read changes faster than they make results of them. As long as all changes were in sight from the
                beginning, much of the reading was over before measuring began, and only the second half of the way was measured.)
                """;
    }

    @Override
    public Session open(Environment environment) {
        return InlineSession.open(environment);
    }
}

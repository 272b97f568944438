package io.penstock.benchmarks.queued;

import io.penstock.benchmarks.harness.Benchmark;
import io.penstock.benchmarks.harness.Environment;

/** What the durable queue costs where handlers wait, which is what it is for. */
public final class QueuedBenchmark implements Benchmark {
    @Override
    public String name() {
        return "queued";
    }

    @Override
    public String summary() {
        return "queued handlers that only wait, against Parallel Consumer and a pool of threads behind a consumer";
    }

    @Override
    public String method() {
        return """
                How fast a topic full of work is done by handlers that wait for 1, 10 or 100 ms, so many at once, in order for
                each of a thousand keys, with a result for each. Uniform: each key as often as any other. Zipf: the k-th key
                as often as 1/k; there the hottest key has 13 % of the work, and how soon its next task starts is all that
                counts.

                **Penstock** is the processor with the configuration of a user who changes nothing but what a job needs. It
                reads Debezium's envelopes, brings them to the partition of their shard key over a second topic, and keeps its
                directory, its ledger and its backlog, exactly once. Its figure is of results that a read-committed consumer
                sees.

                **Parallel Consumer** (`parallel-consumer-core` 0.5.3.3, order `KEY`) and the **pool** (a plain consumer, a
                fixed pool of threads, a chain of futures for each key) read the bare documents, keyed already by what orders
                them. Neither keeps state; the one delivers at least once, the other loses work when it ends.

                In all of them the handler itself checks that each key's work comes in order, and ends the run if it does not.
                Each run is a virtual machine of its own, a new group and new topics; Kafka and the reader of the results share
                another one. The first 20 % of the work warm the virtual machine up; the rest, written in a transaction that is
                still open, comes into sight when all results of these are there. Measured is from then to the last result. (As
                long as all work was in sight from the beginning, Penstock had read a part of it before measuring began, for it
                may take in more than it has under way.)

                **Latency** is the time from the end of a handler, which its result tells, until a read-committed consumer
                has the result, while 500 changes a second come evenly and handlers wait 1 ms. The first 40 % are left out.
                It has limits in place of a peer.
                """;
    }

    @Override
    public Session open(Environment environment) {
        return QueuedSession.open(environment);
    }
}

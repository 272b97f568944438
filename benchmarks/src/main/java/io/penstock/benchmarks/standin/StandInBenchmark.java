package io.penstock.benchmarks.standin;

import io.penstock.benchmarks.harness.Benchmark;
import io.penstock.benchmarks.harness.Environment;

/** What the stand-in for MongoDB takes and gives. */
public final class StandInBenchmark implements Benchmark {
    @Override
    public String name() {
        return "stand-in";
    }

    @Override
    public String summary() {
        return "the stand-in for MongoDB, against the library it is made of, and against itself without a past";
    }

    @Override
    public String method() {
        return """
                Whether the stand-in for MongoDB is what a demonstration or another benchmark measures: both sides are shown
                for their absolute figures, and the ratios say where the cost is.

                `inserts`: one client writes documents of 0.5 KB in batches of 1,000. **Penstock** is the stand-in, which
                writes each document down in its oplog. **The peer** is mongo-java-server with its memory backend, as the
                library comes: without replica set, oplog and change streams.

                `events`: Debezium's connector follows a change stream, and a `ChangeConsumer` counts what comes and does
                nothing else; there is no Kafka. **Penstock** is the stand-in with so many changes in its oplog that it
                forgets an old one for each new one. **The peer** is the same with an oplog that has just begun: if a change
                cost more the more there were before it, the ratio would tell.

                Each run has a server of its own, a virtual machine with up to 6 GB of heap; client and connector are in another
                one, which is the same for all runs. Measured is from 30 % of the changes on.
                """;
    }

    @Override
    public Session open(Environment environment) {
        return new StandInSession(environment);
    }
}

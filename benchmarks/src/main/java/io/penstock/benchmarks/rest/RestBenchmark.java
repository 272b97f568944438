package io.penstock.benchmarks.rest;

import io.penstock.benchmarks.harness.Benchmark;
import io.penstock.benchmarks.harness.Environment;

/** What {@code penstock up} costs while nothing happens. */
public final class RestBenchmark implements Benchmark {
    @Override
    public String name() {
        return "rest";
    }

    @Override
    public String summary() {
        return "the processor time of 'penstock up' while nothing changes";
    }

    @Override
    public String method() {
        return """
                What `./penstock up` costs while nothing changes in the database, held against a limit: broker, engine and
                processor in one process, started by the launcher with the options that every user gets, two jobs (one of
                them with a shard key) with queued handlers and all else as it comes. MongoDB, or its stand-in, is in another
                process. One document is inserted and its results are awaited; ten seconds later the first minute begins.

                What counts is the processor time of the whole process, as the operating system says, in each minute: 100 %
                is one core. In the first ones the virtual machine still compiles what ran at the start.
                """;
    }

    @Override
    public Session open(Environment environment) {
        return new RestSession(environment);
    }
}

package io.penstock.benchmarks.foreground;

import io.penstock.benchmarks.harness.Benchmark;
import io.penstock.benchmarks.harness.Environment;
import java.io.IOException;

/** Whether background work gets in the way of those who use the same database. */
public final class ForegroundBenchmark implements Benchmark {
    @Override
    public String name() {
        return "foreground";
    }

    @Override
    public String summary() {
        return "what users of the database see of background work: without limits, with a static one, with the governor";
    }

    @Override
    public String method() {
        return """
                Users read customers by their id, and change every fifth. They wait for nobody: operations begin at random
                times (a Poisson process) whether or not those before have ended, and each is timed from when it was to begin,
                so that a server that stands still is seen by all who would have come meanwhile. They are a process of their
                own, and come from the beginning of all runs to the end, but for those of critical tasks.

                Beside them Penstock's processor works off a backlog of tasks. Each reads a customer and changes the
                customer's statistics, in the same database. The job is paused until all tasks have been admitted; a run is
                measured a few seconds after it goes on, and ends before they are done. **Alone** is without the processor;
                **without limits** lets 256 attempts run at once; the **best static limit** is the highest of those tried
                (table below) with which the foreground's p99 was at most 1.10 of alone; with the **governor** as many attempts
                run at once as that lets them, between a floor of 1 and a ceiling of 256. Its only signal is a probe of 100 reads
                by id in a second of the customers, and its objective that their p99 is at most 1.10 of the users' p99 alone.
                It begins at its floor, as after every start, and is measured when it has had some seconds to find its limit;
                the pictures show these too. What a round compares was measured within that round.

                **Critical beside bulk** is a processor alone, with 32 places, handlers of 50 ms that only wait, all places taken
                by bulk work of which there is more, and 40 critical changes a second. What counts is from when a change was
                to be written to Kafka to when its handler is called. The users stay away meanwhile: they have nothing to do with
                it, and would take a processor of their own.
                """;
    }

    @Override
    public Session open(Environment environment) throws IOException, InterruptedException {
        return ForegroundSession.open(environment);
    }
}

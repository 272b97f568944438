package io.penstock.benchmarks.demo;

import io.penstock.benchmarks.harness.Benchmark;
import io.penstock.benchmarks.harness.Environment;
import java.io.IOException;

/** How long it takes from a write to its result. */
public final class DemoBenchmark implements Benchmark {
    @Override
    public String name() {
        return "demo";
    }

    @Override
    public String summary() {
        return "from a write to its result, at 1,000 writes a second";
    }

    @Override
    public String method() {
        return """
                How long it takes from a write in MongoDB to its result in Kafka, held against limits: at 1,000 writes a second,
                on two cores that do nothing else, half of the results are to be there within 250 ms and 99 of 100 within
                500 ms.

                Each run is `./penstock demo --rate 1000 --changes 120000 --json` (40000 with `--quick`), started by the
                launcher as users start it, and the figures are the demo's own: from the moment at which a write is due, whether
                or not the ones before it have come through (an open loop), until a consumer that reads what is committed has
                its result. Database, broker, engine, processor, the shop that writes and the consumer share the machine, and
                one process. The start, in which the rate grows while the virtual machine gets warm, does not count. A run is
                refused if its start was not over when the writes were, or if the demo's check against its journal finds a
                change that is lost or doubled.

                `as it comes` is the demo as it is. It **commits every 50 ms, where the limits were set for a commit interval of
                100 ms**, and looks for changes every 40 ms (`debezium.poll.interval.ms`) and not every 100. A task goes through
                two of the processor's commits, one at the hop by shard key and one with its result, so it waits for one to two
                intervals, and the rest of the way has to fit beside that. When the interval was last looked at, on two cores,
                half of the results took 180 ms at best with 50 ms, and 225 to 260 ms with 75 ms. Commits as soon as can be
                (`commit: adaptive`, the default of a configuration file) were less steady where everything shares two cores:
                when the demo gave them up, 99 of 100 results took 588 ms, and 455 ms with 50 ms.

                `commit: 100ms`, which `--quick` leaves out, is the same but for the interval, held against the same limits. The
                demo has no option for that: a changed copy of its configuration is put before the one in its jar. That copy has
                an application name of its own, and a run that does not tell that name is refused.
                """;
    }

    @Override
    public Session open(Environment environment) throws IOException, InterruptedException {
        return DemoSession.open(environment);
    }
}

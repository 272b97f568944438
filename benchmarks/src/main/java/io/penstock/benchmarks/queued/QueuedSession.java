package io.penstock.benchmarks.queued;

import io.penstock.benchmarks.harness.Benchmark.Session;
import io.penstock.benchmarks.harness.Case;
import io.penstock.benchmarks.harness.Comparison;
import io.penstock.benchmarks.harness.Environment;
import io.penstock.benchmarks.harness.Scale;
import io.penstock.benchmarks.harness.Side;
import io.penstock.benchmarks.harness.Trial;
import io.penstock.benchmarks.harness.Trial.Figure;
import io.penstock.benchmarks.installation.Installation;
import io.penstock.benchmarks.installation.Site;
import io.penstock.benchmarks.installation.Work;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A topic with work for each run. For use by one thread. */
final class QueuedSession implements Session {
    private static final int WARM_UP_PERCENT = 20;
    private static final int MANY = 1_000;
    private static final String ADAPTIVE = "adaptive";
    private static final String FIXED = "100ms";

    private final Site site;
    private final List<Case> cases = new ArrayList<>();
    private int runs;

    private record Scenario(Keys keys, int handlerMillis, int concurrency, int work) {
        String name() {
            return String.format(
                    Locale.ROOT,
                    "%d ms, %s, concurrency %,d",
                    handlerMillis,
                    keys.name().toLowerCase(Locale.ROOT),
                    concurrency);
        }
    }

    private QueuedSession(Site site) {
        this.site = site;
        if (site.environment().scale() == Scale.QUICK) {
            firstImpression();
        } else {
            all();
        }
    }

    /** So much as can be measured within two minutes: each run takes a virtual machine some seconds to start. */
    private void firstImpression() {
        Scenario uniform = new Scenario(Keys.UNIFORM, 10, 100, 15_000);
        Scenario zipf = new Scenario(Keys.ZIPF, 10, 100, 3_000);
        cases.add(compared(uniform, "Parallel Consumer", PeerParallelConsumer.class));
        cases.add(compared(zipf, "pool", PeerPool.class));
        cases.add(latency(new ResultLatency(site, 6), ADAPTIVE, 40, 100));
    }

    private void all() {
        Scenario tenMillis = new Scenario(Keys.UNIFORM, 10, 100, 80_000);
        List<Scenario> scenarios = List.of(
                // So many that the virtual machine's compiler comes to rest: it takes more than the work in the first
                // ones.
                new Scenario(Keys.UNIFORM, 1, 100, 360_000),
                tenMillis,
                new Scenario(Keys.UNIFORM, 100, 100, 12_000),
                new Scenario(Keys.UNIFORM, 100, MANY, 60_000),
                new Scenario(Keys.ZIPF, 10, 100, 15_000),
                new Scenario(Keys.ZIPF, 100, 100, 1_500));
        for (Scenario scenario : scenarios) {
            cases.add(compared(scenario, "Parallel Consumer", PeerParallelConsumer.class));
            cases.add(compared(scenario, "pool", PeerPool.class));
        }
        cases.add(new Comparison(
                tenMillis.name() + ", commit: adaptive, against commit: 100ms",
                "tasks/s",
                side -> measure(tenMillis, PenstockQueued.class, side == Side.PENSTOCK ? ADAPTIVE : FIXED)));
        ResultLatency latency = new ResultLatency(site, 40);
        cases.add(latency(latency, FIXED, 150, 300));
        cases.add(latency(latency, ADAPTIVE, 40, 100));
    }

    static QueuedSession open(Environment environment) {
        return new QueuedSession(Site.open(environment));
    }

    @Override
    public List<Case> cases() {
        return cases;
    }

    private Case compared(Scenario scenario, String peer, Class<?> contestant) {
        return new Comparison(
                scenario.name() + ", against " + peer,
                "tasks/s",
                side -> measure(scenario, side == Side.PENSTOCK ? PenstockQueued.class : contestant, ADAPTIVE));
    }

    private static Case latency(ResultLatency latency, String commit, double median, double tail) {
        return new Trial(
                "latency at 500 tasks/s, commit: " + commit,
                true,
                List.of(Figure.atMost(median, "p50", "ms"), Figure.atMost(tail, "p99", "ms")),
                () -> latency.measure(commit));
    }

    private double measure(Scenario scenario, Class<?> contestant, String commit)
            throws IOException, InterruptedException {
        runs++;
        String source = "work-" + runs;
        CounterWork counters = new CounterWork(source, scenario.keys().of(scenario.work()));
        boolean told = contestant == PenstockQueued.class;
        Work work = new Work(
                told ? QueuedRun.changes(source) : QueuedRun.plain(source),
                scenario.work() / 100 * WARM_UP_PERCENT,
                scenario.work(),
                told ? counters::change : counters::plain);
        Installation installation = site.install("queued", source);
        QueuedRun run = new QueuedRun(installation, scenario.handlerMillis(), scenario.concurrency(), commit, false);
        return site.perSecond(contestant, installation, run.options(), work);
    }

    @Override
    public void close() {
        site.close();
    }
}

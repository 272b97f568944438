package io.penstock.benchmarks.inline;

import io.penstock.benchmarks.harness.Benchmark.Session;
import io.penstock.benchmarks.harness.Case;
import io.penstock.benchmarks.harness.Comparison;
import io.penstock.benchmarks.harness.Environment;
import io.penstock.benchmarks.harness.Scale;
import io.penstock.benchmarks.harness.Side;
import io.penstock.benchmarks.installation.Installation;
import io.penstock.benchmarks.installation.Site;
import io.penstock.benchmarks.installation.Work;
import io.penstock.benchmarks.orders.Orders;
import java.io.IOException;
import java.util.List;

/** A topic of changes for each run: those that warm up, and those that are measured. For use by one thread. */
final class InlineSession implements Session {
    private static final int WARM_UP_PERCENT = 30;
    private static final int SMALL = 512;
    private static final int LARGE = 5 * 1024;

    private final Site site;
    private final List<Case> cases;
    private int runs;

    private InlineSession(Site site) {
        this.site = site;
        boolean quick = site.environment().scale() == Scale.QUICK;
        this.cases =
                List.of(of("0.5 KB", SMALL, quick ? 60_000 : 400_000), of("5 KB", LARGE, quick ? 24_000 : 120_000));
    }

    static InlineSession open(Environment environment) {
        return new InlineSession(Site.open(environment));
    }

    @Override
    public List<Case> cases() {
        return cases;
    }

    private Case of(String name, int documentBytes, int changes) {
        return new Comparison(name, "changes/s", side -> measure(side, documentBytes, changes));
    }

    private double measure(Side side, int documentBytes, int changes) throws IOException, InterruptedException {
        runs++;
        String source = "changes-" + runs;
        String topic = Installation.changes(source, InlineBenchmark.COLLECTION);
        Work work = new Work(
                topic,
                changes / 100 * WARM_UP_PERCENT,
                changes,
                new OrderChanges(topic, new Orders(documentBytes))::record);
        Installation installation = site.install("inline-" + side.text(), source);
        Class<?> contestant = side == Side.PENSTOCK ? PenstockInline.class : PeerInline.class;
        return site.perSecond(contestant, installation, installation.options(), work);
    }

    @Override
    public void close() {
        site.close();
    }
}

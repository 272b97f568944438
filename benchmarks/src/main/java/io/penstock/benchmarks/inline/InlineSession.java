package io.penstock.benchmarks.inline;

import io.penstock.benchmarks.harness.Benchmark.Session;
import io.penstock.benchmarks.harness.Case;
import io.penstock.benchmarks.harness.Comparison;
import io.penstock.benchmarks.harness.Environment;
import io.penstock.benchmarks.harness.Scale;
import io.penstock.benchmarks.harness.Side;
import io.penstock.benchmarks.harness.Throughput;
import io.penstock.benchmarks.installation.Installation;
import io.penstock.benchmarks.installation.Site;
import io.penstock.benchmarks.orders.Orders;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A topic of changes for each size of document, filled when the first run asks for it. For use by one thread. */
final class InlineSession implements Session {
    private static final int WARM_UP_PERCENT = 30;
    private static final int SMALL = 512;
    private static final int LARGE = 5 * 1024;

    private final Site site;
    private final Set<String> filled = new HashSet<>();
    private final List<Case> cases;

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
        return new Comparison(name, "changes/s", side -> {
            String source = "changes-" + documentBytes;
            fill(name, source, documentBytes, changes);
            return measure(side, source, changes);
        });
    }

    private void fill(String name, String source, int documentBytes, int changes) {
        if (filled.add(source)) {
            site.environment()
                    .progress()
                    .now(String.format(Locale.ROOT, "writing %,d changes of %s ...", changes, name));
            String topic = Installation.changes(source, InlineBenchmark.COLLECTION);
            site.fill(topic, changes, new OrderChanges(topic, new Orders(documentBytes))::record);
        }
    }

    private double measure(Side side, String source, int changes) throws IOException, InterruptedException {
        Installation installation = site.install("inline-" + side.text(), source);
        Class<?> contestant = side == Side.PENSTOCK ? PenstockInline.class : PeerInline.class;
        Throughput throughput = new Throughput((long) changes * WARM_UP_PERCENT / 100, changes);
        return site.perSecond(contestant, installation, installation.options(), throughput);
    }

    @Override
    public void close() {
        site.close();
    }
}

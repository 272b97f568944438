package io.penstock.benchmarks.inline;

import io.penstock.benchmarks.harness.Benchmark.Session;
import io.penstock.benchmarks.harness.Case;
import io.penstock.benchmarks.harness.Environment;
import io.penstock.benchmarks.harness.Scale;
import io.penstock.benchmarks.harness.Side;
import io.penstock.benchmarks.harness.Throughput;
import io.penstock.benchmarks.kafka.CommittedRecords;
import io.penstock.benchmarks.kafka.TopicAdmin;
import io.penstock.benchmarks.kafka.TopicFiller;
import io.penstock.benchmarks.orders.Orders;
import io.penstock.benchmarks.process.Contestant;
import io.penstock.benchmarks.process.JavaProcess;
import io.penstock.benchmarks.process.Observation;
import io.penstock.embedded.kafka.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A broker with a topic of changes for each size of document. For use by one thread. */
final class InlineSession implements Session {
    private static final int PARTITIONS = 6;
    private static final int WARM_UP_PERCENT = 30;
    private static final int SMALL = 512;
    private static final int LARGE = 5 * 1024;

    private final Environment environment;
    private final EmbeddedBroker broker;
    private final TopicAdmin admin;
    private final List<Case> cases;
    private int runs;

    private InlineSession(Environment environment, EmbeddedBroker broker) {
        this.environment = environment;
        this.broker = broker;
        this.admin = new TopicAdmin(broker.bootstrapServers());
        boolean quick = environment.scale() == Scale.QUICK;
        this.cases = List.of(
                prepared("0.5 KB", SMALL, quick ? 60_000 : 400_000), prepared("5 KB", LARGE, quick ? 24_000 : 120_000));
    }

    static InlineSession open(Environment environment) {
        environment.progress().now("starting Kafka ...");
        EmbeddedBroker broker = EmbeddedBroker.start(environment.directory().resolve("kafka"), 0);
        try {
            return new InlineSession(environment, broker);
        } catch (RuntimeException | Error e) {
            broker.close();
            throw e;
        }
    }

    @Override
    public List<Case> cases() {
        return cases;
    }

    private Case prepared(String name, int documentBytes, int changes) {
        String prefix = "changes-" + documentBytes;
        String topic = prefix + ".shop.orders";
        environment.progress().now(String.format(Locale.ROOT, "writing %,d changes of %s ...", changes, name));
        admin.create(topic, PARTITIONS);
        OrderChanges orders = new OrderChanges(topic, new Orders(documentBytes));
        TopicFiller.fill(broker.bootstrapServers(), changes, orders::record);
        return new Case(name, "changes/s", side -> measure(side, prefix, changes));
    }

    private double measure(Side side, String prefix, int changes) throws IOException, InterruptedException {
        runs++;
        Path state = Files.createDirectory(environment.directory().resolve("state-" + runs));
        InlineRun run = new InlineRun(
                broker.bootstrapServers(), "inline-" + side.text() + "-" + runs, prefix, PARTITIONS, state);
        Class<? extends Contestant> contestant = side == Side.PENSTOCK ? PenstockInline.class : PeerInline.class;
        admin.create(run.results(), PARTITIONS);
        Path log = environment.directory().resolve("run-" + runs + ".log");
        try (JavaProcess process = JavaProcess.start(contestant, environment.jvmOptions(), run.options(), log);
                CommittedRecords results = new CommittedRecords(broker.bootstrapServers(), run.results(), PARTITIONS)) {
            Throughput throughput = new Throughput((long) changes * WARM_UP_PERCENT / 100, changes);
            return Observation.perSecond(process, results, throughput);
        } finally {
            admin.deleteStartingWith(run.application());
        }
    }

    @Override
    public void close() {
        admin.close();
        broker.close();
    }
}

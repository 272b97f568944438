package io.penstock.benchmarks.queued;

import io.penstock.benchmarks.harness.Benchmark.Session;
import io.penstock.benchmarks.harness.Case;
import io.penstock.benchmarks.harness.Environment;
import io.penstock.benchmarks.harness.Scale;
import io.penstock.benchmarks.harness.Side;
import io.penstock.benchmarks.harness.Throughput;
import io.penstock.benchmarks.kafka.CommittedRecords;
import io.penstock.benchmarks.kafka.TopicAdmin;
import io.penstock.benchmarks.kafka.TopicFiller;
import io.penstock.benchmarks.process.Contestant;
import io.penstock.benchmarks.process.JavaProcess;
import io.penstock.benchmarks.process.Observation;
import io.penstock.embedded.kafka.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A broker, and topics with work for each scenario, filled when the first run asks for them. For use by one thread. */
final class QueuedSession implements Session {
    private static final int PARTITIONS = 6;
    private static final int WARM_UP_PERCENT = 20;
    private static final int MANY = 1_000;

    private final Environment environment;
    private final EmbeddedBroker broker;
    private final TopicAdmin admin;
    private final Set<String> filled = new HashSet<>();
    private final List<Case> cases = new ArrayList<>();
    private int runs;

    private record Scenario(Keys keys, int handlerMillis, int concurrency, int work) {
        String source() {
            return String.format(Locale.ROOT, "work-%s-%d", keys, work).toLowerCase(Locale.ROOT);
        }

        String name() {
            return String.format(
                    Locale.ROOT,
                    "%d ms, %s, concurrency %,d",
                    handlerMillis,
                    keys.name().toLowerCase(Locale.ROOT),
                    concurrency);
        }
    }

    private QueuedSession(Environment environment, EmbeddedBroker broker) {
        this.environment = environment;
        this.broker = broker;
        this.admin = new TopicAdmin(broker.bootstrapServers());
        int divisor = environment.scale() == Scale.QUICK ? 4 : 1;
        List<Scenario> scenarios = List.of(
                new Scenario(Keys.UNIFORM, 1, 100, 120_000 / divisor),
                new Scenario(Keys.UNIFORM, 10, 100, 80_000 / divisor),
                new Scenario(Keys.UNIFORM, 100, 100, 12_000 / divisor),
                new Scenario(Keys.UNIFORM, 100, MANY, 60_000 / divisor),
                new Scenario(Keys.ZIPF, 10, 100, 15_000 / divisor),
                new Scenario(Keys.ZIPF, 100, 100, 1_500 / divisor));
        for (Scenario scenario : scenarios) {
            cases.add(compared(scenario, "Parallel Consumer", PeerParallelConsumer.class));
            cases.add(compared(scenario, "pool", PeerPool.class));
        }
    }

    static QueuedSession open(Environment environment) {
        environment.progress().now("starting Kafka ...");
        EmbeddedBroker broker = EmbeddedBroker.start(environment.directory().resolve("kafka"), 0);
        try {
            return new QueuedSession(environment, broker);
        } catch (RuntimeException | Error e) {
            broker.close();
            throw e;
        }
    }

    @Override
    public List<Case> cases() {
        return cases;
    }

    private Case compared(Scenario scenario, String peer, Class<? extends Contestant> contestant) {
        return new Case(
                scenario.name() + ", against " + peer,
                "tasks/s",
                side -> measure(scenario, side == Side.PENSTOCK ? PenstockQueued.class : contestant));
    }

    private void fill(Scenario scenario) {
        if (!filled.add(scenario.source())) {
            return;
        }
        int[] keys = scenario.keys().of(scenario.work());
        for (String topic : List.of(QueuedRun.changes(scenario.source()), QueuedRun.plain(scenario.source()))) {
            admin.create(topic, PARTITIONS);
        }
        CounterWork changes = new CounterWork(scenario.source(), keys);
        TopicFiller.fill(broker.bootstrapServers(), scenario.work(), changes::change);
        CounterWork plain = new CounterWork(scenario.source(), keys);
        TopicFiller.fill(broker.bootstrapServers(), scenario.work(), plain::plain);
    }

    private double measure(Scenario scenario, Class<? extends Contestant> contestant)
            throws IOException, InterruptedException {
        fill(scenario);
        runs++;
        Path state = Files.createDirectory(environment.directory().resolve("state-" + runs));
        QueuedRun run = new QueuedRun(
                broker.bootstrapServers(),
                "queued-" + runs,
                scenario.source(),
                PARTITIONS,
                state,
                scenario.handlerMillis(),
                scenario.concurrency());
        admin.create(run.results(), PARTITIONS);
        Path log = environment.directory().resolve("run-" + runs + ".log");
        try (JavaProcess process = JavaProcess.start(contestant, environment.jvmOptions(), run.options(), log);
                CommittedRecords results = new CommittedRecords(broker.bootstrapServers(), run.results(), PARTITIONS)) {
            Throughput throughput = new Throughput((long) scenario.work() * WARM_UP_PERCENT / 100, scenario.work());
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

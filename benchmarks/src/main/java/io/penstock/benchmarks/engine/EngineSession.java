package io.penstock.benchmarks.engine;

import io.penstock.benchmarks.harness.Benchmark.Session;
import io.penstock.benchmarks.harness.Case;
import io.penstock.benchmarks.harness.Comparison;
import io.penstock.benchmarks.harness.Environment;
import io.penstock.benchmarks.harness.Scale;
import io.penstock.benchmarks.harness.Side;
import io.penstock.benchmarks.harness.Throughput;
import io.penstock.benchmarks.kafka.CommittedRecords;
import io.penstock.benchmarks.kafka.TopicAdmin;
import io.penstock.benchmarks.process.Contestant;
import io.penstock.benchmarks.process.JavaProcess;
import io.penstock.benchmarks.process.Observation;
import io.penstock.embedded.kafka.EmbeddedBroker;
import io.penstock.embedded.mongodb.MongoStandIn;
import io.penstock.embedded.mongodb.StandInOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/** A broker, and MongoDB or its stand-in. For use by one thread. */
final class EngineSession implements Session {
    private static final int WARM_UP_PERCENT = 30;
    private static final String PRELOADED = "preloaded";
    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final Duration STARTING = Duration.ofSeconds(60);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Environment environment;
    private final int changes;
    private final String bootstrapServers;
    private final String mongodb;
    private final TopicAdmin admin;
    private final Database database;
    private int runs;

    private EngineSession(Environment environment) {
        this.environment = environment;
        this.changes = environment.scale() == Scale.QUICK ? 40_000 : 200_000;
        environment.progress().now("starting Kafka ...");
        this.bootstrapServers = opened(
                        EmbeddedBroker.start(environment.directory().resolve("kafka"), 0))
                .bootstrapServers();
        this.admin = opened(new TopicAdmin(bootstrapServers));
        this.mongodb = environment
                .mongodb()
                .orElseGet(() ->
                        opened(MongoStandIn.start(StandInOptions.defaults())).uri());
        this.database = opened(new Database(mongodb));
        environment.progress().now(String.format(Locale.ROOT, "writing %,d documents ...", changes));
        database.insert(PRELOADED, changes);
    }

    static EngineSession open(Environment environment) {
        return new EngineSession(environment);
    }

    @Override
    public List<Case> cases() {
        return List.of(
                new Comparison("snapshot", "changes/s", this::snapshot),
                new Comparison("stream", "changes/s", this::stream));
    }

    private double snapshot(Side side) throws IOException, InterruptedException {
        EngineRun run = run(side, PRELOADED, "initial");
        try (CommittedRecords written = written(run);
                JavaProcess process = start(side, run)) {
            return Observation.perSecond(process, written, throughput());
        } finally {
            admin.deleteStartingWith(run.application());
        }
    }

    private double stream(Side side) throws IOException, InterruptedException {
        EngineRun run = run(side, "changes" + runs, "no_data");
        try (CommittedRecords written = written(run);
                JavaProcess process = start(side, run)) {
            long before = awaitStreaming(process, run, written);
            Thread writer = new Thread(() -> database.insert(run.collection(), changes), "writer");
            writer.start();
            double perSecond = Observation.perSecond(process, () -> written.getAsLong() - before, throughput());
            writer.join();
            return perSecond;
        } finally {
            database.drop(run.collection());
            admin.deleteStartingWith(run.application());
        }
    }

    /** Makes changes until one comes through, waits for those after it, and says how many came. */
    private long awaitStreaming(JavaProcess process, EngineRun run, LongSupplier written) {
        long began = System.nanoTime();
        while (written.getAsLong() == 0) {
            process.requireAlive();
            if (System.nanoTime() - began > STARTING.toNanos()) {
                throw process.failure("has not brought a change within " + STARTING.toSeconds() + " s");
            }
            database.touch(run.collection());
        }
        long count = 0;
        for (long since = System.nanoTime(); System.nanoTime() - since < QUIET.toNanos(); ) {
            long now = written.getAsLong();
            if (now != count) {
                count = now;
                since = System.nanoTime();
            }
        }
        return count;
    }

    private EngineRun run(Side side, String collection, String snapshot) {
        runs++;
        EngineRun run =
                new EngineRun(bootstrapServers, mongodb, "engine-" + side.text() + "-" + runs, collection, snapshot);
        admin.create(run.changes(), EngineRun.PARTITIONS);
        return run;
    }

    private JavaProcess start(Side side, EngineRun run) throws IOException {
        Class<? extends Contestant> contestant = side == Side.PENSTOCK ? PenstockEngine.class : PeerEngine.class;
        Path log = environment.directory().resolve("run-" + runs + ".log");
        return JavaProcess.start(contestant, environment.jvmOptions(), run.options(), log);
    }

    private CommittedRecords written(EngineRun run) {
        return new CommittedRecords(bootstrapServers, run.changes(), EngineRun.PARTITIONS);
    }

    private Throughput throughput() {
        return new Throughput((long) changes * WARM_UP_PERCENT / 100, changes);
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }

    @Override
    public void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}

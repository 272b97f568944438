package io.penstock.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonPointer;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.penstock.cli.check.Checker;
import io.penstock.cli.check.Findings;
import io.penstock.cli.check.JobRule;
import io.penstock.cli.check.Journal;
import io.penstock.cli.crash.ChildProcess;
import io.penstock.cli.crash.Witness;
import io.penstock.embedded.mongodb.MongoStandIn;
import io.penstock.embedded.mongodb.StandInOptions;
import io.penstock.records.Topics;
import io.penstock.settings.Settings;
import io.penstock.settings.file.SettingsFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Engine, processor and broker as processes of their own, killed with SIGKILL at random moments while a shop writes; at
 * the end every write is accounted for (invariants I1, I2 and I4). What is known comes from the journal, the database
 * and the topics alone.
 *
 * <p>{@code -Dpenstock.crash.seed=N} repeats a run as far as processes can be repeated; {@code -Dpenstock.crash.kills=N}
 * says how often something is killed.
 */
class CrashIT {
    private static final Topics TOPICS = new Topics("crash");
    private static final String PREFIX = "crash";
    private static final String CHANGES = Topics.changes(PREFIX, DemoNames.ORDERS);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int KILLS = Integer.getInteger("penstock.crash.kills", 5);
    private static final int BEFORE_SNAPSHOT = 3_000;
    private static final double RATE = 300;

    @TempDir
    Path folder;

    @Test
    void shouldAccountForEveryWrite_whateverIsKilledWhenever() throws Exception {
        try (Installation installation = new Installation(folder, "")) {
            Random random = installation.random();
            installation.startWithSnapshotKilled();
            for (int kill = 1; kill < KILLS; kill++) {
                installation.killSomething(random);
            }
            Findings findings = installation.settled();

            System.out.println("Crash test: " + installation.story() + "; " + findings);
            assertThat(findings.explanations()).isEmpty();
            assertThat(findings.sound()).isTrue();
            assertThat(findings.writes()).isGreaterThan(BEFORE_SNAPSHOT);
            assertThat(installation.hits() * 2).as("kills that hit something").isGreaterThanOrEqualTo(KILLS);
        }
    }

    @Test
    void shouldNoticeAChangeThatIsDropped() throws Exception {
        String fault = "  transforms: fault\n  transforms.fault.type: " + DropOneChange.class.getName();
        try (Installation installation = new Installation(folder, fault)) {
            installation.startAll();
            installation.write(500);

            assertThat(installation.findingsWhenQuiet().lost()).isPositive();
        }
    }

    @Test
    void shouldNoticeAResultThatIsDoubled() throws Exception {
        try (Installation installation = new Installation(folder, "")) {
            installation.doubleOneResult();
            installation.startAll();
            installation.write(500);

            assertThat(installation.findingsWhenQuiet().doubled()).isPositive();
        }
    }

    /** Everything that runs, and what is known of it. */
    private static final class Installation implements AutoCloseable {
        private final long seed = Long.getLong("penstock.crash.seed", System.nanoTime());
        private final MongoStandIn database = MongoStandIn.start(StandInOptions.defaults());
        private final MongoClient client = MongoClients.create(database.uri());
        private final String kafka = "127.0.0.1:" + freePort();
        private final Witness witness = new Witness(kafka);
        private final ChildProcess broker;
        private final ChildProcess processor;
        private final ChildProcess engine;
        private final Checker checker;
        private final Path journalFile;
        private final Journal journal;
        private final List<AutoCloseable> open = new ArrayList<>();
        private final List<String> story = new ArrayList<>();
        private boolean doubling;
        private int hits;

        Installation(Path folder, String fault) {
            System.out.println("Crash test seed " + seed);
            String text = resource("crash.yaml").replace("${FAULT}", fault);
            Map<String, String> environment = Map.of("KAFKA", kafka, "MONGODB_URI", database.uri());
            Path config = write(folder.resolve("crash.yaml"), text);
            Settings settings = SettingsFile.parse(text, environment).settings().orElseThrow();
            String port = kafka.substring(kafka.indexOf(':') + 1);
            String file = config.toString();
            broker = new ChildProcess(folder, environment, "broker", "--data", "kafka", "--port", port);
            processor = new ChildProcess(folder, environment, "run", "--config", file, "--state", "state");
            engine = new ChildProcess(folder, environment, "connect", "--config", file);
            journalFile = folder.resolve("journal");
            journal = Journal.create(journalFile);
            checker = new Checker(TOPICS, PREFIX, rules(settings));
        }

        private static List<JobRule> rules(Settings settings) {
            return settings.jobs().stream()
                    .map(JobRule::of)
                    .map(rule -> rule.name().equals(DemoNames.SEARCH_INDEX)
                            ? rule.withSequence(JsonPointer.compile("/sequence"))
                            : rule)
                    .toList();
        }

        Random random() {
            return new Random(seed);
        }

        int hits() {
            return hits;
        }

        String story() {
            return "seed " + seed + ", " + hits + " of " + story.size() + " kills hit something: " + story;
        }

        void doubleOneResult() {
            doubling = true;
        }

        void startAll() {
            startBehindEngine();
            engine.start();
            engine.awaitReady();
        }

        /** The first kill hits the engine in the middle of its first snapshot. */
        void startWithSnapshotKilled() throws InterruptedException {
            startBehindEngine();
            writer(BEFORE_SNAPSHOT, 5_000);
            awaitWritten();
            engine.start();
            await("a snapshot that runs")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> witness.changesBeyondStoredOffset(CHANGES, TOPICS.sourceOffsets()));
            boolean inSnapshot = !engine.text().contains(" ready");
            killed(engine, inSnapshot || witness.changesBeyondStoredOffset(CHANGES, TOPICS.sourceOffsets()));
            engine.start();
            engine.awaitReady();
            writer(Long.MAX_VALUE, RATE);
        }

        private void startBehindEngine() {
            broker.start();
            broker.awaitReady();
            processor.start();
            processor.awaitReady();
            DoubleOneResult doubler = new DoubleOneResult(Map.of("bootstrap.servers", kafka), TOPICS.results());
            open.add(new OutputTail(Map.of("bootstrap.servers", kafka), TOPICS, record -> {
                if (doubling) {
                    doubler.saw(record);
                }
                checker.accept(record);
            }));
        }

        private ShopWriter writer(long changes, double rate) {
            ShopWriter.Plan plan =
                    new ShopWriter.Plan(changes, new Pace(rate, Duration.ZERO), seed + open.size(), "w" + open.size());
            ShopWriter writer = new ShopWriter(client, journal, plan, write -> {}, InstantSource.system());
            writer.start();
            open.add(writer);
            return writer;
        }

        void write(long changes) {
            writer(changes, RATE);
            awaitWritten();
        }

        private void awaitWritten() {
            await("all written")
                    .atMost(PATIENCE)
                    .until(() -> open.stream()
                            .filter(ShopWriter.class::isInstance)
                            .map(ShopWriter.class::cast)
                            .allMatch(ShopWriter::isDone));
        }

        void killSomething(Random random) throws InterruptedException {
            List<ChildProcess> all = List.of(processor, engine, broker);
            ChildProcess victim = all.get(random.nextInt(all.size()));
            // A random moment is what is wanted here: there is no condition to await.
            new CountDownLatch(1).await(500 + random.nextInt(2_500), TimeUnit.MILLISECONDS);
            boolean busyBefore = isBusy(victim);
            killed(victim, victim == processor ? false : busyBefore);
            if (victim == processor && witness.transactionOpen()) {
                // The transaction of a process that is gone stays open until its successor ends it: a proof.
                hits++;
            }
            victim.start();
            victim.awaitReady();
            for (ChildProcess other : all) {
                assertThat(other.isAlive())
                        .as(other.name() + " is alive:\n" + other.text())
                        .isTrue();
            }
        }

        private boolean isBusy(ChildProcess victim) {
            return victim == engine
                    ? witness.changesBeyondStoredOffset(CHANGES, TOPICS.sourceOffsets())
                    : witness.transactionOpen();
        }

        private void killed(ChildProcess victim, boolean hit) {
            victim.kill();
            story.add(victim.name());
            hits += hit ? 1 : 0;
        }

        /** Stops writing and waits until everything is accounted for, or nothing more comes. */
        Findings settled() {
            open.stream().filter(ShopWriter.class::isInstance).forEach(Installation::closed);
            Instant deadline = Instant.now().plus(PATIENCE);
            await("all settled")
                    .atMost(PATIENCE.plusSeconds(30))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> findings().sound() || Instant.now().isAfter(deadline));
            return findings();
        }

        /** Waits until nothing more is lost than what stays lost. */
        Findings findingsWhenQuiet() {
            List<Findings> last = new ArrayList<>(List.of(findings()));
            await("quiet")
                    .atMost(PATIENCE)
                    .during(Duration.ofSeconds(5))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> {
                        Findings now = findings();
                        return last.set(0, now).equals(now) && now.lost() < 100;
                    });
            return findings();
        }

        private Findings findings() {
            return checker.check(journalFile);
        }

        private static void closed(AutoCloseable resource) {
            try {
                resource.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void close() {
            open.forEach(Installation::closed);
            List.of(engine, processor, broker).forEach(ChildProcess::close);
            journal.close();
            client.close();
            database.close();
        }

        private static int freePort() {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String resource(String name) {
            try (InputStream file = ChildProcess.class.getResourceAsStream(name)) {
                if (file == null) {
                    throw new IllegalStateException(name + " is not among the test resources");
                }
                return new String(file.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Path write(Path file, String text) {
            try {
                return Files.writeString(file, text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

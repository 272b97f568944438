package io.penstock.cli.demo;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonPointer;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.penstock.cli.check.Checker;
import io.penstock.cli.check.Findings;
import io.penstock.cli.check.JobRule;
import io.penstock.cli.check.Journal;
import io.penstock.cli.crash.ChildProcess;
import io.penstock.cli.crash.CommittedChanges;
import io.penstock.cli.crash.GivenUp;
import io.penstock.cli.crash.TransactionLog;
import io.penstock.cli.crash.Witness;
import io.penstock.embedded.kafka.LoopbackPorts;
import io.penstock.embedded.mongodb.MongoStandIn;
import io.penstock.embedded.mongodb.StandInOptions;
import io.penstock.records.Topics;
import io.penstock.settings.Settings;
import io.penstock.settings.file.SettingsFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** Engine, processors and broker as processes of their own, with a shop that writes, and what is known of it all. */
final class Installation implements AutoCloseable {
    static final Topics TOPICS = new Topics("crash");
    private static final String PREFIX = "crash";
    /** The engine's transactional id. */
    static final String ENGINE = TOPICS.engine(PREFIX);

    static final String CHANGES = Topics.changes(PREFIX, DemoNames.ORDERS);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** As long as something comes out it is waited for: a slow machine has much to catch up with. */
    private static final Duration LONGEST = Duration.ofMinutes(30);

    static final int BEFORE_SNAPSHOT = 3_000;
    static final double RATE = 150;

    private final long seed = Long.getLong("penstock.crash.seed", System.nanoTime());
    private final MongoStandIn database = MongoStandIn.start(StandInOptions.defaults());
    private final MongoClient client = MongoClients.create(database.uri());
    private final String kafka = "127.0.0.1:" + LoopbackPorts.choose();
    private final Witness witness = new Witness(kafka);
    private final ChildProcess broker;
    private final Path config;
    private final List<ChildProcess> processors = new ArrayList<>();
    private final ChildProcess engine;
    private final Checker checker;
    private final Path journalFile;
    private final Journal journal;
    private final List<AutoCloseable> open = new ArrayList<>();
    private boolean doubling;

    /**
     * @param folder gets everything that is kept
     * @param configuration name of the configuration file among the resources
     * @param fault what is put in place of {@code ${FAULT}} in it
     * @param processors how many of them run
     */
    Installation(Path folder, String configuration, String fault, int processors) {
        System.out.println("Crash test seed " + seed);
        Map<String, String> environment =
                Map.of("KAFKA", kafka, "MONGODB_URI", database.uri(), "RECORDS", folder.toString());
        String text = resource(configuration).replace("${FAULT}", fault);
        // Commands that run in this process do not have the children's environment.
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            text = text.replace("${" + variable.getKey() + "}", variable.getValue());
        }
        config = write(folder.resolve("crash.yaml"), text);
        Settings settings = SettingsFile.parse(text, environment).settings().orElseThrow();
        String port = kafka.substring(kafka.indexOf(':') + 1);
        String file = config.toString();
        broker = new ChildProcess(folder, environment, "broker", "--data", "kafka", "--port", port);
        for (int i = 0; i < processors; i++) {
            Path own = directory(folder.resolve("processor-" + i));
            this.processors.add(new ChildProcess(own, environment, "run", "--config", file, "--state", "state"));
        }
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

    ChildProcess engine() {
        return engine;
    }

    ChildProcess broker() {
        return broker;
    }

    /** Another engine for the same source, which is not started yet. Closed with the installation. */
    ChildProcess anotherEngine(Path folder) {
        ChildProcess another = engine.again(directory(folder));
        open.add(another);
        return another;
    }

    /** What readers see of the changes. Closed with the installation. */
    CommittedChanges changes() {
        CommittedChanges changes = new CommittedChanges(kafka, CHANGES);
        open.add(changes);
        return changes;
    }

    long seed() {
        return seed;
    }

    Witness witness() {
        return witness;
    }

    TransactionLog transactions() {
        return new TransactionLog(kafka);
    }

    void doubleOneResult() {
        doubling = true;
    }

    void startAll() {
        broker.start();
        broker.awaitReady();
        processors.forEach(ChildProcess::start);
        engine.start();
        processors.forEach(ChildProcess::awaitReady);
        engine.awaitReady();
        listen();
    }

    /** All but the other processors and the engine, which {@link #startOthers} starts. */
    ChildProcess startFirst() {
        broker.start();
        broker.awaitReady();
        processors.get(0).start();
        processors.get(0).awaitReady();
        return processors.get(0);
    }

    void startOthers() {
        List<ChildProcess> others = new ArrayList<>(processors.subList(1, processors.size()));
        others.add(engine);
        others.forEach(ChildProcess::start);
        others.forEach(ChildProcess::awaitReady);
        listen();
    }

    List<ChildProcess> processors() {
        return List.copyOf(processors);
    }

    /** What was given up, as readers see it now. */
    List<GivenUp> givenUp() {
        return GivenUp.of(kafka, TOPICS.deadLetters());
    }

    Path configuration() {
        return config;
    }

    /** All but the engine, which finds something to read when it comes. */
    void startAllButTheEngine() {
        broker.start();
        writer(BEFORE_SNAPSHOT, 5_000);
        broker.awaitReady();
        processors.forEach(ChildProcess::start);
        processors.forEach(ChildProcess::awaitReady);
        listen();
        awaitWritten();
    }

    /** From now on everything that comes out is held against the journal. */
    private void listen() {
        DoubleOneResult doubler = new DoubleOneResult(Map.of("bootstrap.servers", kafka), TOPICS.results());
        open.add(new OutputTail(Map.of("bootstrap.servers", kafka), TOPICS, record -> {
            if (doubling) {
                doubler.saw(record);
            }
            checker.accept(record);
        }));
    }

    private ShopWriter writer(long changes, double rate) {
        ShopWriter.Plan plan = new ShopWriter.Plan(changes, Pace.even(rate), seed + open.size(), "w" + open.size());
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

    /** Starts the processors again that have ended by themselves, as whoever operates them would: how many. */
    int restartEnded() {
        int ended = 0;
        for (ChildProcess processor : processors) {
            if (!processor.isAlive()) {
                ended++;
                processor.start();
            }
        }
        return ended;
    }

    /** The time of the newest write. */
    long databaseTime() {
        try (ClientSession session = client.startSession()) {
            client.getDatabase(DemoNames.DATABASE)
                    .getCollection(DemoNames.COLLECTION)
                    .find(session)
                    .first();
            return session.getOperationTime().getValue();
        }
    }

    /** Stops writing and waits until everything is accounted for, or nothing more comes. */
    Findings settled() {
        return settled(Findings::sound);
    }

    /** Waits until it is so, or nothing changes any more. */
    Findings settled(Predicate<Findings> wanted) {
        stopWriting();
        AtomicReference<Findings> last = new AtomicReference<>(findings());
        AtomicReference<Instant> changed = new AtomicReference<>(Instant.now());
        await("all settled").atMost(LONGEST).pollInterval(Duration.ofSeconds(1)).until(() -> {
            restartEnded();
            Findings now = findings();
            if (!last.getAndSet(now).equals(now)) {
                changed.set(Instant.now());
            }
            return wanted.test(now) || changed.get().plus(PATIENCE).isBefore(Instant.now());
        });
        return findings();
    }

    void stopWriting() {
        open.stream().filter(ShopWriter.class::isInstance).forEach(Installation::closed);
    }

    /** Writes so many changes a second until it is closed. */
    void writeOn(double rate) {
        writer(Long.MAX_VALUE, rate);
    }

    /** Waits until nothing more is lost than what stays lost, and what is doubled, if anything is, has come out. */
    Findings findingsWhenQuiet() {
        List<Findings> last = new ArrayList<>(List.of(findings()));
        await("quiet")
                .atMost(PATIENCE)
                .during(Duration.ofSeconds(5))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    Findings now = findings();
                    return last.set(0, now).equals(now) && now.lost() < 100 && (!doubling || now.doubled() > 0);
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
        engine.close();
        processors.forEach(ChildProcess::close);
        broker.close();
        journal.close();
        client.close();
        database.close();
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

    private static Path directory(Path path) {
        try {
            return Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

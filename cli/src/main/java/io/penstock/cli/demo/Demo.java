package io.penstock.cli.demo;

import io.penstock.cli.check.Checker;
import io.penstock.cli.check.Findings;
import io.penstock.cli.check.Journal;
import io.penstock.cli.check.OutputRecords;
import io.penstock.cli.process.CommandFailure;
import io.penstock.cli.process.ExitCodes;
import io.penstock.cli.process.Shutdown;
import io.penstock.cli.process.StopSignal;
import io.penstock.cli.running.Parts;
import io.penstock.cli.terminal.Figures;
import io.penstock.cli.terminal.StatusLine;
import io.penstock.embedded.kafka.EmbeddedBroker;
import io.penstock.processor.registry.JobsChangedException;
import io.penstock.records.Topics;
import io.penstock.settings.JobSettings;
import io.penstock.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The demo, from its start to its report. For use once, by one thread. */
public final class Demo {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    /** What has not come out when nothing came for so long never will. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration STANDSTILL = Duration.ofSeconds(1);
    /** Something may still come that should not. */
    private static final Duration QUIET = Duration.ofMillis(500);
    /** Of the five seconds that a command has to end, the rest goes to closing what was opened. */
    private static final Duration PATIENCE_WHEN_STOPPED = Duration.ofMillis(700);

    private static final Duration CLOSING = Duration.ofMillis(2_500);
    /** A demo without an end has no end of documents. These are some forty megabytes. */
    private static final int REMEMBERED_DOCUMENTS = 50_000;

    private final Options options;
    private final StatusLine line;
    private final StopSignal stop;
    private final InstantSource clock;

    /**
     * What the user wants.
     *
     * @param changes how many changes to write; empty: until it is stopped
     * @param rate how many changes a second
     * @param mongodbUri a real server; empty for the stand-in
     * @param data a folder that is kept; empty for one that is removed
     * @param journal the journal's file; empty for one beside the data
     * @param fault what is broken on purpose
     * @param seed decides everything that chance decides
     */
    public record Options(
            Optional<Long> changes,
            double rate,
            Optional<String> mongodbUri,
            Optional<Path> data,
            Optional<Path> journal,
            Optional<Fault> fault,
            long seed) {}

    /** What surrounds the writer while it runs. */
    private record Scene(
            Checker checker,
            Statistics statistics,
            Latencies latencies,
            Path journal,
            Parts parts,
            Optional<DoubleOneResult> doubler) {
        boolean faultIsUnderWay() {
            return doubler.map(DoubleOneResult::isUnderWay).orElse(false);
        }
    }

    /**
     * @param line shows what happens
     * @param stop the wish that the demo ends
     */
    public Demo(Options options, StatusLine line, StopSignal stop, InstantSource clock) {
        this.options = options;
        this.line = line;
        this.stop = stop;
        this.clock = clock;
    }

    /**
     * Runs it.
     *
     * @param told gets what is returned, before all is closed: that may take a while, and nobody wants to wait for it. May be
     *     called on another thread
     * @return what it has come to; empty if it was stopped before it had begun
     * @throws CommandFailure if something cannot be started, or has failed for good
     */
    public Optional<Report> run(Consumer<Optional<Report>> told) throws InterruptedException {
        options.mongodbUri().ifPresent(Database::parsed);
        DemoFolder folder = DemoFolder.open(options.data());
        // The broker takes seconds to start, and does not stop in the middle.
        stop.untilHeeded(() -> {
            folder.removeIfTemporary();
            // The last word: the broker may have started meanwhile, and what starts after it would be told.
            told.accept(Optional.empty());
        });
        try (Shutdown shutdown = new Shutdown(CLOSING)) {
            return run(folder, shutdown, told);
        } finally {
            // Whatever has not closed in time: it is not to be there for ever.
            folder.removeIfTemporary();
        }
    }

    private Optional<Report> run(DemoFolder folder, Shutdown shutdown, Consumer<Optional<Report>> told)
            throws InterruptedException {
        Path journal = options.journal().map(JournalFile::checked).orElse(folder.of("journal.jsonl"));
        line.say("Starting a Kafka broker ...");
        EmbeddedBroker broker = shutdown.closing("the broker", EmbeddedBroker.start(folder.of("broker"), 0));
        Database database = Database.open(options.mongodbUri(), shutdown);
        Settings settings = DemoSettings.of(broker.bootstrapServers(), database.uri(), options.fault());
        line.say("Starting the processor, and Debezium's engine on " + database.place() + " ...");
        Statistics statistics = new Statistics(new Topics(settings.application()));
        Parts parts = new Parts(settings, shutdown, stop);
        Optional<String> page = parts.observe(clock);
        try {
            parts.startProcessor(folder.of("state"), statistics);
        } catch (JobsChangedException e) {
            throw folder.isOfOtherJobs(e);
        }
        parts.startEngine(clock);
        if (!parts.awaitReady()) {
            told.accept(Optional.empty());
            stop.concluded(ExitCodes.DONE, folder::removeIfTemporary);
            return Optional.empty();
        }
        line.say("Kafka is at " + broker.bootstrapServers() + ": any Kafka tool can look at the topics ("
                + settings.application() + ".results, ...) while this runs");
        page.ifPresent(url -> line.say("The status page is at " + url));
        Report report = play(settings, statistics, parts, database, journal);
        told.accept(Optional.of(report));
        stop.concluded(report.sound() ? ExitCodes.DONE : ExitCodes.FAILED, folder::removeIfTemporary);
        return Optional.of(report);
    }

    private Report play(Settings settings, Statistics statistics, Parts parts, Database database, Path file)
            throws InterruptedException {
        Topics topics = new Topics(settings.application());
        String prefix = settings.source().prefix();
        Map<String, String> kafka = settings.connections().kafka();
        Pace pace = Pace.ofColdStart(options.rate());
        Scene scene = new Scene(
                new Checker(topics, prefix, DemoSettings.rules(settings), REMEMBERED_DOCUMENTS, clock),
                statistics,
                new Latencies(DemoNames.SEARCH_INDEX, clock),
                file,
                parts,
                options.fault().filter(Fault.DOUBLED::equals).map(f -> new DoubleOneResult(kafka, topics.results())));
        OutputRecords records = new OutputRecords(topics, prefix);
        line.say("Writing %s changes a second into %s, seed %d; Ctrl-C ends it"
                .formatted(Figures.number(options.rate()), DemoNames.ORDERS, options.seed()));
        line.say("Jobs that work on them: "
                + settings.jobs().stream().map(JobSettings::name).collect(Collectors.joining(", ")));
        line.say(
                "The rate grows as fast as results keep up, for a minute at most, while the virtual machine is getting warm; the"
                        + " summary's latency counts from then on");
        try (Journal journal = Journal.create(file);
                OutputTail tail = new OutputTail(kafka, topics, record -> saw(record, records, scene));
                ShopWriter writer =
                        new ShopWriter(database.client(), journal, plan(pace), scene.latencies()::sending, clock)) {
            long began = System.nanoTime();
            writer.start();
            Display display = new Display(line, statistics, scene.latencies(), clock);
            Start start = new Start(pace, scene.latencies(), line, clock);
            while (!writer.isDone() && !stop.await(BETWEEN_LOOKS)) {
                if (!parts.isReady()) {
                    scene.checker().interrupted();
                }
                start.look();
                display.show(writer.acknowledged());
                scene.checker().readOn(file);
            }
            writer.close();
            return report(scene, display, writer, began);
        }
    }

    private void saw(ConsumerRecord<byte[], byte[]> record, OutputRecords records, Scene scene) {
        records.read(record).ifPresent(scene.latencies()::ended);
        scene.statistics().count(record);
        scene.checker().accept(record);
        scene.doubler().ifPresent(fault -> fault.saw(record));
    }

    private ShopWriter.Plan plan(Pace pace) {
        String numbers = Long.toString(clock.millis(), Character.MAX_RADIX) + "-";
        return new ShopWriter.Plan(options.changes().orElse(Long.MAX_VALUE), pace, options.seed(), numbers);
    }

    /** Waits until everything has come out, or nothing comes any more. */
    private Report report(Scene scene, Display display, ShopWriter writer, long began) throws InterruptedException {
        long written = System.nanoTime();
        long calm = written;
        Optional<Long> stopped = Optional.empty();
        while (true) {
            long checking = System.nanoTime();
            Findings findings = scene.checker().check(scene.journal());
            long now = System.nanoTime();
            if (stop.requested() && stopped.isEmpty()) {
                stopped = Optional.of(now);
            }
            if (!scene.parts().isReady()) {
                // Who is not at work lets nothing come, and has not been waited for.
                calm = now;
                scene.checker().interrupted();
            }
            long newest = scene.statistics().newestNanos();
            boolean settled = !scene.faultIsUnderWay()
                    && (findings.lost() == 0
                            ? now - Math.max(written, newest) > QUIET.toNanos()
                            : now - Math.max(calm, newest) > PATIENCE.toNanos());
            boolean hurry = stopped.isPresent() && now - stopped.get() > PATIENCE_WHEN_STOPPED.toNanos();
            if (settled || hurry) {
                long took = scene.statistics().newestNanos() - began;
                return new Report(
                        settled ? findings : scene.checker().checkStopped(scene.journal()),
                        scene.statistics(),
                        scene.latencies().all(),
                        Duration.ofNanos(Math.max(0, took)));
            }
            display.show(writer.acknowledged());
            // A long journal takes its time to check: most of the machine is for what is still under way.
            long pause = Math.max(BETWEEN_LOOKS.toMillis(), 5 * (now - checking) / 1_000_000);
            Thread.sleep(pause);
            if (System.nanoTime() - now > TimeUnit.MILLISECONDS.toNanos(2 * pause) + STANDSTILL.toNanos()) {
                // The machine stood still, and all that could have come did so, too.
                calm = System.nanoTime();
            }
        }
    }
}

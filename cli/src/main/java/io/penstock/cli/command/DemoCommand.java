package io.penstock.cli.command;

import io.penstock.cli.demo.Demo;
import io.penstock.cli.demo.Fault;
import io.penstock.cli.demo.Report;
import io.penstock.cli.process.ExitCodes;
import io.penstock.cli.process.Surroundings;
import io.penstock.cli.terminal.StatusLine;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code penstock demo}. */
@Command(
        name = "demo",
        header = "Shows everything at work: a shop's orders become tasks and results.",
        description = {
            "",
            "Starts a Kafka broker, a stand-in for MongoDB, Debezium's engine and the processor in this process, writes a"
                    + " shop's life into the database, and shows what comes out. At the end it holds every result"
                    + " against a journal of what was written: exit code 1 if anything is lost or doubled. Ctrl-C ends"
                    + " it."
        },
        footer = {
            "",
            "Examples:",
            "  penstock demo",
            "  Ten seconds' worth, for programs:",
            "    penstock demo --changes 2000 --json",
            "  The check can fail:",
            "    penstock demo --changes 2000 --inject lost"
        })
public final class DemoCommand implements Callable<Integer> {
    private static final int LARGEST_SEED = 1_000_000;
    private static final String NOTHING_WRITTEN = "Stopped before anything was written.";

    private final Surroundings surroundings;

    private Optional<Long> changes = Optional.empty();
    private double rate;
    private boolean told;

    @Option(
            names = "--mongodb-uri",
            paramLabel = "URI",
            description = "A real server, a member of a replica set, in place of the stand-in. The demo writes into the"
                    + " database penstock_demo and leaves it there.")
    private Optional<String> mongodbUri = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keep the broker's data and the processor's state in this directory. Default: a temporary one"
                    + " that is removed at the end.")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--json", description = "The last line on standard output is one JSON object with all figures.")
    private boolean json;

    @Option(
            names = "--journal",
            paramLabel = "FILE",
            description = "Where to note what was written, as JSON lines. Default: with the data. The journal of an"
                    + " earlier demo is written over, and no other file.")
    private Optional<Path> journal = Optional.empty();

    @Option(
            names = "--inject",
            paramLabel = "FAULT",
            description = "Break one record on purpose: ${COMPLETION-CANDIDATES}.")
    private Optional<Fault> fault = Optional.empty();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "What chance begins with. Default: another one each time.")
    private Optional<Long> seed = Optional.empty();

    @Spec
    private @SuppressWarnings("NullAway.Init") CommandSpec command;

    public DemoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Option(
            names = "--changes",
            paramLabel = "N",
            description = "Stop after N changes, when all have come out. Default: go on until Ctrl-C.")
    void changes(Optional<Long> wanted) {
        if (wanted.filter(n -> n < 1).isPresent()) {
            throw wrong("--changes must be at least 1, not " + wanted.get());
        }
        changes = wanted;
    }

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "200",
            description =
                    "How many changes a second, once the start is over: the rate grows as fast as results keep up, for a"
                            + " minute at most, and the latency counts from then on. Default: ${DEFAULT-VALUE}.")
    void rate(double wanted) {
        if (!(wanted > 0) || Double.isInfinite(wanted)) {
            throw wrong("--rate must be more than 0, not " + wanted);
        }
        rate = wanted;
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintStream people = json ? surroundings.err() : surroundings.out();
        boolean terminal =
                json ? surroundings.terminal().err() : surroundings.terminal().out();
        Demo.Options options = new Demo.Options(
                changes,
                rate,
                mongodbUri,
                data,
                journal,
                fault,
                seed.orElseGet(() -> ThreadLocalRandom.current().nextLong(LARGEST_SEED)));
        Optional<Report> report;
        try (StatusLine line =
                new StatusLine(people, terminal, surroundings.terminal().columns(), surroundings.clock())) {
            report = new Demo(options, line, surroundings.stop(), surroundings.clock()).run(outcome -> {
                line.close();
                tell(outcome, people);
            });
        }
        return report.map(Report::sound).orElse(true) ? ExitCodes.DONE : ExitCodes.FAILED;
    }

    /** The end is told once: while the demo starts, it and the signal may both come here. */
    private synchronized void tell(Optional<Report> outcome, PrintStream people) {
        if (told) {
            return;
        }
        told = true;
        outcome.map(Report::lines).orElse(List.of(NOTHING_WRITTEN)).forEach(people::println);
        if (json) {
            surroundings.out().println(outcome.orElseGet(Report::ofNothing).json());
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}

package io.penstock.cli.command;

import io.penstock.cli.process.CommandFailure;
import io.penstock.cli.process.ExitCodes;
import io.penstock.cli.process.Surroundings;
import io.penstock.cli.simulate.Simulation;
import io.penstock.governor.trace.MalformedTraceException;
import io.penstock.governor.trace.Replay;
import io.penstock.governor.trace.Shape;
import io.penstock.settings.GovernorSettings;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code penstock simulate}. */
@Command(
        name = "simulate",
        header = "Shows what the governor would do over a trace of latencies.",
        description = {
            "",
            "Takes floor, ceiling, signals and objectives from the section 'governor' of the configuration. Background work"
                    + " is taken to use all that it is given. Nothing is connected to.",
            "",
            "A recorded trace is a file of lines 'seconds,milliseconds' or 'seconds,milliseconds,signal'; its latencies are"
                    + " what they were, whatever the limit. A generated one answers to the limit: steady, step, oscillating,"
                    + " rising, silent, lying, halved."
        },
        footer = {
            "",
            "Examples:",
            "  What becomes of a step in the foreground's load:",
            "    penstock simulate --config config/demo.yaml --generate step",
            "  Latencies of your own, as a picture:",
            "    penstock simulate --config penstock.yaml --trace latencies.csv \\",
            "      --svg governor.svg",
            "  Only the cuts:",
            "    penstock simulate --config penstock.yaml --trace latencies.csv --json \\",
            "      | jq 'select(.reason == \"missed\")'"
        })
public final class SimulateCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final ConfigurationOption configuration = new ConfigurationOption();

    @Mixin
    private final Output output = new Output();

    @ArgGroup(multiplicity = "1")
    private Origin origin = new Origin();

    @Option(
            names = "--seconds",
            paramLabel = "SECONDS",
            description = "Length of a generated trace. Default: ${DEFAULT-VALUE}.")
    private int seconds = 300;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            description = "Of a generated trace's chance. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(names = "--svg", paramLabel = "FILE", description = "Write the picture into this file, too.")
    private @Nullable Path svg;

    /** Where the latencies come from. */
    private static final class Origin {
        @Option(names = "--trace", paramLabel = "FILE", description = "Latencies that were recorded.")
        private @Nullable Path trace;

        @Option(
                names = "--generate",
                paramLabel = "SHAPE",
                description = "Latencies that are made: ${COMPLETION-CANDIDATES}.")
        private @Nullable Shape shape;
    }

    public SimulateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        GovernorSettings settings = configuration
                .read()
                .processing()
                .governor()
                .orElseThrow(
                        () -> CommandFailure.wrongUsage("The configuration has no section 'governor'. The least that"
                                + " it needs is an objective: governor: {signals: [{name: reads, p99: 20ms}]}"));
        if (seconds < 1 || seconds > 86_400) {
            throw CommandFailure.wrongUsage("--seconds must be from 1 to 86400 (a day), and not " + seconds);
        }
        Replay replay = replay(new Simulation(settings));
        if (output.json()) {
            Simulation.printJson(replay, surroundings.out());
        } else {
            Simulation.print(replay, surroundings.terminal().columns(), surroundings.out());
        }
        Optional.ofNullable(svg).ifPresent(file -> write(file, Simulation.svg(replay, title())));
        return ExitCodes.DONE;
    }

    private Replay replay(Simulation simulation) {
        if (origin.shape != null) {
            return simulation.generated(origin.shape, Duration.ofSeconds(seconds), seed);
        }
        Path file = Optional.ofNullable(origin.trace).orElseThrow();
        try {
            return simulation.recorded(Files.readAllLines(file));
        } catch (MalformedTraceException malformed) {
            throw CommandFailure.wrongUsage(file + ":" + malformed.getMessage());
        } catch (NoSuchFileException missing) {
            throw CommandFailure.wrongUsage(file + ": there is no such file. --generate step shows what one is like");
        } catch (CharacterCodingException noText) {
            throw CommandFailure.wrongUsage(
                    file + ": this is no text in UTF-8; a trace has lines 'seconds,milliseconds'");
        } catch (IOException unreadable) {
            throw CommandFailure.failed(file + " cannot be read: " + unreadable, unreadable);
        }
    }

    private String title() {
        return origin.shape == null
                ? "The governor over "
                        + Optional.ofNullable(origin.trace)
                                .map(Path::getFileName)
                                .orElseThrow()
                : "The governor, " + origin.shape.word() + ": " + origin.shape.text();
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException unwritable) {
            throw CommandFailure.failed(file + " cannot be written: " + unwritable, unwritable);
        }
    }
}

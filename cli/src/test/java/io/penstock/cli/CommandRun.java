package io.penstock.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.cli.process.StopSignal;
import io.penstock.cli.process.Surroundings;
import io.penstock.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;

/**
 * A command that was run in this process.
 *
 * @param exitCode what the process would have ended with
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
public record CommandRun(int exitCode, String out, String err) {
    /** Runs a command to its end. */
    public static CommandRun of(String... arguments) {
        return of(new StopSignal(), arguments);
    }

    /** Runs a command to its end, which somebody may wish before. */
    public static CommandRun of(StopSignal stop, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Penstock.commandLine(surroundings(out, err, stop)).execute(arguments);
        return new CommandRun(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }

    /** Surroundings without a terminal. */
    public static Surroundings surroundings(ByteArrayOutputStream out, ByteArrayOutputStream err, StopSignal stop) {
        return new Surroundings(
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                Terminal.NONE,
                stop,
                InstantSource.system());
    }

    /** Standard output, line by line. */
    public List<String> lines() {
        return out.lines().toList();
    }
}

package io.penstock.cli;

import io.penstock.cli.process.Logging;
import io.penstock.cli.process.StopSignal;
import io.penstock.cli.process.Surroundings;
import io.penstock.cli.terminal.Terminal;
import io.penstock.settings.ShutdownBound;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code penstock} command. */
@Command(
        name = "penstock",
        header = "Turns the change stream of a MongoDB database into background work.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed", "2:wrong usage, or a configuration file with something wrong"},
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Examples:",
            "  What the topics are for, and what is in them:",
            "    penstock topics",
            "  What came of the tasks, as it comes:",
            "    penstock results --follow",
            "  More about a command:",
            "    penstock results --help"
        })
public final class Penstock implements Runnable {
    /** After what a command has opened is closed. */
    private static final Duration TO_SAY_GOODBYE = Duration.ofMillis(700);

    @Spec
    private @SuppressWarnings("NullAway.Init") CommandSpec command;

    private boolean verbose;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Tell on standard error what happens inside, and errors with their stack traces.")
    void verbose(boolean wanted) {
        if (wanted) {
            verbose = true;
            Logging.verbose();
        }
    }

    private boolean verbose() {
        return verbose;
    }

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "Name a command");
    }

    /** Puts the command together, with all that belongs to it. */
    public static CommandLine commandLine(Surroundings surroundings) {
        return commandLine(surroundings, List.of());
    }

    /** Puts together what is needed for these arguments. */
    static CommandLine commandLine(Surroundings surroundings, List<String> arguments) {
        Penstock root = new Penstock();
        CommandLine commandLine = new CommandLine(root);
        new Subcommands(surroundings).of(arguments).forEach(commandLine::addSubcommand);
        addStandardOptions(commandLine);
        FailureReport report = new FailureReport(root::verbose);
        return commandLine
                .setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8))
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        surroundings.terminal().out() ? Ansi.AUTO : Ansi.OFF))
                .setUsageHelpAutoWidth(surroundings.terminal().out())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(report)
                .setExecutionExceptionHandler(report);
    }

    private static void addStandardOptions(CommandLine commandLine) {
        commandLine.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version());
        commandLine.getSubcommands().values().forEach(Penstock::addStandardOptions);
    }

    public static void main(String[] arguments) {
        // System.out writes in the locale's encoding, in which not every document can be written.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        StopSignal stop = new StopSignal();
        try {
            stop.install(ShutdownBound.get().plus(TO_SAY_GOODBYE));
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            System.exit(ExitCode.USAGE);
        }
        Surroundings surroundings = new Surroundings(out, err, Terminal.detect(), stop, InstantSource.system());
        stop.exit(commandLine(surroundings, List.of(arguments)).execute(arguments));
    }
}

package io.penstock.cli;

import io.penstock.cli.command.BrokerCommand;
import io.penstock.cli.command.CancelCommand;
import io.penstock.cli.command.ClasspathCommand;
import io.penstock.cli.command.CompletionCommand;
import io.penstock.cli.command.ConfigAlertsCommand;
import io.penstock.cli.command.ConfigCheckCommand;
import io.penstock.cli.command.ConfigCommand;
import io.penstock.cli.command.ConnectCommand;
import io.penstock.cli.command.DeadLettersCommand;
import io.penstock.cli.command.DeadLettersDiscardCommand;
import io.penstock.cli.command.DeadLettersExportCommand;
import io.penstock.cli.command.DeadLettersListCommand;
import io.penstock.cli.command.DeadLettersRetryCommand;
import io.penstock.cli.command.DeadLettersShowCommand;
import io.penstock.cli.command.DemoCommand;
import io.penstock.cli.command.DrainCommand;
import io.penstock.cli.command.ForgetCommand;
import io.penstock.cli.command.JobsCommand;
import io.penstock.cli.command.JobsListCommand;
import io.penstock.cli.command.JobsMigrateCommand;
import io.penstock.cli.command.JobsPauseCommand;
import io.penstock.cli.command.JobsResumeCommand;
import io.penstock.cli.command.JobsRetireCommand;
import io.penstock.cli.command.LanesCommand;
import io.penstock.cli.command.LanesListCommand;
import io.penstock.cli.command.MongodbCommand;
import io.penstock.cli.command.PauseCommand;
import io.penstock.cli.command.ReleaseCommand;
import io.penstock.cli.command.ResultsCommand;
import io.penstock.cli.command.ResumeCommand;
import io.penstock.cli.command.RetryCommand;
import io.penstock.cli.command.RunCommand;
import io.penstock.cli.command.SimulateCommand;
import io.penstock.cli.command.SnapshotCommand;
import io.penstock.cli.command.StatusCommand;
import io.penstock.cli.command.TasksCommand;
import io.penstock.cli.command.TasksListCommand;
import io.penstock.cli.command.TasksShowCommand;
import io.penstock.cli.command.TopicsCommand;
import io.penstock.cli.command.UpCommand;
import io.penstock.cli.process.Logging;
import io.penstock.cli.process.StopSignal;
import io.penstock.cli.process.Surroundings;
import io.penstock.cli.terminal.Terminal;
import io.penstock.connectors.source.SourceProperties;
import io.penstock.processor.App;
import io.penstock.processor.Observation;
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

    /** Puts the command together. */
    public static CommandLine commandLine(Surroundings surroundings) {
        Penstock root = new Penstock();
        CommandLine commandLine = new CommandLine(root)
                .addSubcommand(new DemoCommand(surroundings))
                .addSubcommand(new UpCommand(surroundings))
                .addSubcommand(new ConnectCommand(surroundings))
                .addSubcommand(new RunCommand(surroundings))
                .addSubcommand(new BrokerCommand(surroundings))
                .addSubcommand(new MongodbCommand(surroundings))
                .addSubcommand(new TopicsCommand(surroundings))
                .addSubcommand(new ResultsCommand(surroundings))
                .addSubcommand(new CommandLine(new DeadLettersCommand(surroundings))
                        .addSubcommand(new DeadLettersListCommand(surroundings))
                        .addSubcommand(new DeadLettersShowCommand(surroundings))
                        .addSubcommand(new DeadLettersRetryCommand(surroundings))
                        .addSubcommand(new DeadLettersDiscardCommand(surroundings))
                        .addSubcommand(new DeadLettersExportCommand(surroundings)))
                .addSubcommand(new StatusCommand(surroundings))
                .addSubcommand(new CommandLine(new TasksCommand())
                        .addSubcommand(new TasksShowCommand(surroundings))
                        .addSubcommand(new TasksListCommand(surroundings)))
                .addSubcommand(new CommandLine(new JobsCommand())
                        .addSubcommand(new JobsListCommand(surroundings))
                        .addSubcommand(new JobsPauseCommand(surroundings))
                        .addSubcommand(new JobsResumeCommand(surroundings))
                        .addSubcommand(new JobsRetireCommand(surroundings))
                        .addSubcommand(new JobsMigrateCommand(surroundings)))
                .addSubcommand(new CommandLine(new LanesCommand()).addSubcommand(new LanesListCommand(surroundings)))
                .addSubcommand(new RetryCommand(surroundings))
                .addSubcommand(new ReleaseCommand(surroundings))
                .addSubcommand(new CancelCommand(surroundings))
                .addSubcommand(new PauseCommand(surroundings))
                .addSubcommand(new ResumeCommand(surroundings))
                .addSubcommand(new ForgetCommand(surroundings))
                .addSubcommand(new SnapshotCommand(surroundings))
                .addSubcommand(new DrainCommand(surroundings))
                .addSubcommand(new CommandLine(new ConfigCommand())
                        .addSubcommand(new ConfigCheckCommand(
                                surroundings,
                                List.of(App::problems, SourceProperties::problems, Observation::problems)))
                        .addSubcommand(new ConfigAlertsCommand(surroundings)))
                .addSubcommand(new SimulateCommand(surroundings))
                .addSubcommand(new ClasspathCommand(surroundings))
                .addSubcommand(new CompletionCommand(surroundings));
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
        stop.exit(commandLine(surroundings).execute(arguments));
    }
}

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
import io.penstock.cli.process.Surroundings;
import io.penstock.connectors.source.SourceProperties;
import io.penstock.processor.App;
import io.penstock.processor.Observation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/** The commands of {@code penstock}. To put all of them together takes longer than most take to run. */
final class Subcommands {
    /** Tells of all others. */
    private static final String COMPLETION = "completion";

    private final Map<String, Supplier<Object>> commands = new LinkedHashMap<>();

    Subcommands(Surroundings surroundings) {
        commands.put("demo", () -> new DemoCommand(surroundings));
        commands.put("up", () -> new UpCommand(surroundings));
        commands.put("connect", () -> new ConnectCommand(surroundings));
        commands.put("run", () -> new RunCommand(surroundings));
        commands.put("broker", () -> new BrokerCommand(surroundings));
        commands.put("mongodb", () -> new MongodbCommand(surroundings));
        commands.put("topics", () -> new TopicsCommand(surroundings));
        commands.put("results", () -> new ResultsCommand(surroundings));
        commands.put("dead-letters", () -> deadLetters(surroundings));
        commands.put("status", () -> new StatusCommand(surroundings));
        commands.put("tasks", () -> tasks(surroundings));
        commands.put("jobs", () -> jobs(surroundings));
        commands.put(
                "lanes", () -> new CommandLine(new LanesCommand()).addSubcommand(new LanesListCommand(surroundings)));
        commands.put("retry", () -> new RetryCommand(surroundings));
        commands.put("release", () -> new ReleaseCommand(surroundings));
        commands.put("cancel", () -> new CancelCommand(surroundings));
        commands.put("pause", () -> new PauseCommand(surroundings));
        commands.put("resume", () -> new ResumeCommand(surroundings));
        commands.put("forget", () -> new ForgetCommand(surroundings));
        commands.put("snapshot", () -> new SnapshotCommand(surroundings));
        commands.put("drain", () -> new DrainCommand(surroundings));
        commands.put("config", () -> config(surroundings));
        commands.put("simulate", () -> new SimulateCommand(surroundings));
        commands.put("classpath", () -> new ClasspathCommand(surroundings));
        commands.put(COMPLETION, () -> new CompletionCommand(surroundings));
    }

    /** Those that are needed for these arguments: if they begin with the name of a command, no other; else all. */
    List<Object> of(List<String> arguments) {
        String first = arguments.isEmpty() ? COMPLETION : arguments.get(0);
        Supplier<Object> named = commands.get(first);
        return named == null || first.equals(COMPLETION)
                ? commands.values().stream().map(Supplier::get).toList()
                : List.of(named.get());
    }

    private static CommandLine deadLetters(Surroundings surroundings) {
        return new CommandLine(new DeadLettersCommand(surroundings))
                .addSubcommand(new DeadLettersListCommand(surroundings))
                .addSubcommand(new DeadLettersShowCommand(surroundings))
                .addSubcommand(new DeadLettersRetryCommand(surroundings))
                .addSubcommand(new DeadLettersDiscardCommand(surroundings))
                .addSubcommand(new DeadLettersExportCommand(surroundings));
    }

    private static CommandLine tasks(Surroundings surroundings) {
        return new CommandLine(new TasksCommand())
                .addSubcommand(new TasksShowCommand(surroundings))
                .addSubcommand(new TasksListCommand(surroundings));
    }

    private static CommandLine jobs(Surroundings surroundings) {
        return new CommandLine(new JobsCommand())
                .addSubcommand(new JobsListCommand(surroundings))
                .addSubcommand(new JobsPauseCommand(surroundings))
                .addSubcommand(new JobsResumeCommand(surroundings))
                .addSubcommand(new JobsRetireCommand(surroundings))
                .addSubcommand(new JobsMigrateCommand(surroundings));
    }

    private static CommandLine config(Surroundings surroundings) {
        return new CommandLine(new ConfigCommand())
                .addSubcommand(new ConfigCheckCommand(
                        surroundings, List.of(App::problems, SourceProperties::problems, Observation::problems)))
                .addSubcommand(new ConfigAlertsCommand(surroundings));
    }
}

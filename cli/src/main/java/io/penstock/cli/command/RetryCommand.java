package io.penstock.cli.command;

import io.penstock.cli.operate.Retries;
import io.penstock.cli.operate.Retries.Selection;
import io.penstock.cli.process.Surroundings;
import io.penstock.records.DeadLetterReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code penstock retry}. */
@Command(
        name = "retry",
        header = "Tries again what was given up: dead letters, by task id or by what they have in common.",
        description = {
            "",
            "A task begins another round, with a fresh budget of attempts. Of the dead letters of one document the"
                    + " newest counts; a task that a later version of its document has overtaken is not tried again. A"
                    + " record that never became a task is put back on its topic, for all jobs: those that had made a"
                    + " task of it drop it as a duplicate. All of it can safely be repeated."
        },
        footer = {
            "",
            "Examples:",
            "  A task:",
            "    penstock retry o-4711",
            "  What would be tried again of a job:",
            "    penstock retry --job invoice --reason handler-failed --since 2h --dry-run",
            "  The same, at most 20 a second:",
            "    penstock retry --job invoice --reason handler-failed --since 2h --rate 20"
        })
public final class RetryCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final CommandOptions options = new CommandOptions();

    @Parameters(paramLabel = "TASK_ID", arity = "0..*", description = "Dead letters of these task ids.")
    private List<String> taskIds = List.of();

    @Option(
            names = {"-j", "--job"},
            paramLabel = "JOB",
            description = "Dead letters of this job.")
    private Optional<String> job = Optional.empty();

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            split = ",",
            description = "Dead letters with one of these reasons, as 'penstock dead-letters' shows them.")
    private List<String> reasons = List.of();

    private Optional<Instant> since = Optional.empty();

    @Option(names = "--dry-run", description = "Only say what would be tried again.")
    private boolean dryRun;

    private int rate = 200;

    @Spec
    private @SuppressWarnings("NullAway.Init") CommandSpec command;

    public RetryCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Dead letters from this time on: 2026-01-31T12:00:00Z, or 2h for the last two hours.")
    void since(String text) {
        if (text.matches("\\d{4}-.*")) {
            try {
                since = Optional.of(Instant.parse(text));
                return;
            } catch (java.time.DateTimeException e) {
                throw new ParameterException(
                        command.commandLine(), "--since must be a time like 2026-01-31T12:00:00Z, not '" + text + "'");
            }
        }
        Duration back = CommandOptions.duration(command, "--since", text);
        since = Optional.of(surroundings.clock().instant().minus(back));
    }

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "How many to try again in a second, at most. Default: 200.")
    void rate(int perSecond) {
        if (perSecond < 1 || perSecond > 10_000) {
            throw new ParameterException(command.commandLine(), "--rate must be from 1 to 10000, not " + perSecond);
        }
        rate = perSecond;
    }

    @Override
    public Integer call() {
        if (taskIds.isEmpty() && job.isEmpty() && reasons.isEmpty() && since.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(),
                    "Say which dead letters: task ids, --job, --reason or --since. With --dry-run they are only shown");
        }
        for (String reason : reasons) {
            if (DeadLetterReason.of(reason).isEmpty()) {
                throw new ParameterException(
                        command.commandLine(),
                        "No dead letter has the reason '" + reason + "'. There are: "
                                + Arrays.stream(DeadLetterReason.values())
                                        .map(DeadLetterReason::text)
                                        .collect(Collectors.joining(", ")));
            }
        }
        Selection selection = new Selection(Set.copyOf(taskIds), job, Set.copyOf(reasons), since);
        ConnectionOptions.Deployment deployment = options.deployment();
        Retries retries = new Retries(deployment.kafka(), deployment.topics(), selection, surroundings);
        if (dryRun) {
            return retries.show(options.json());
        }
        return retries.run(
                options.json(),
                () -> options.converse(deployment, surroundings),
                request -> CommandOptions.command(request, surroundings),
                new Retries.Pace(rate, options.timeout()));
    }
}

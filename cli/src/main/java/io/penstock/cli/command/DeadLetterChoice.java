package io.penstock.cli.command;

import io.penstock.cli.operate.DeadLetterWork;
import io.penstock.cli.operate.Deed;
import io.penstock.cli.operate.Selection;
import io.penstock.cli.process.Surroundings;
import io.penstock.records.Severity;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The options of commands that do something to dead letters: to which, how fast, and whether it is only shown. */
final class DeadLetterChoice {
    @Mixin
    private final CommandOptions options = new CommandOptions();

    @Parameters(paramLabel = "TASK_ID", arity = "0..*", description = "Dead letters of these task ids.")
    private List<String> taskIds = List.of();

    @Option(
            names = {"-j", "--job"},
            paramLabel = "JOB",
            description = "Dead letters of this job.")
    private Optional<String> job = Optional.empty();

    private final Set<String> reasons = new HashSet<>();

    @Option(
            names = "--severity",
            paramLabel = "SEVERITY",
            description = "Dead letters of this severity: ${COMPLETION-CANDIDATES}.")
    private Optional<Severity> severity = Optional.empty();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Dead letters from this time on: 2026-01-31T12:00:00Z, or 2h for the last two hours.")
    private Optional<String> since = Optional.empty();

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "Dead letters before this time, said in the same way.")
    private Optional<String> until = Optional.empty();

    @Option(names = "--dry-run", description = "Only say which they are.")
    private boolean dryRun;

    private int rate = 200;

    @Spec(Spec.Target.MIXEE)
    private @SuppressWarnings("NullAway.Init") CommandSpec command;

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            split = ",",
            description = "Dead letters with one of these reasons, as 'penstock dead-letters list' shows them.")
    void reasons(List<String> words) {
        words.forEach(word -> reasons.add(DeadLetterWords.reason(command, word).text()));
    }

    @Option(names = "--rate", paramLabel = "N", description = "How many in a second, at most. Default: 200.")
    void rate(int perSecond) {
        if (perSecond < 1 || perSecond > 10_000) {
            throw new ParameterException(command.commandLine(), "--rate must be from 1 to 10000, not " + perSecond);
        }
        rate = perSecond;
    }

    /** Does it, or shows to which it would be done, and returns the exit code. */
    int apply(Deed deed, Surroundings surroundings) {
        Selection selection = new Selection(
                Set.copyOf(taskIds),
                job,
                reasons,
                severity.map(Severity::text),
                new Selection.Span(
                        time("--since", since, surroundings.clock()), time("--until", until, surroundings.clock())));
        if (selection.isEverything()) {
            throw new ParameterException(
                    command.commandLine(),
                    "Say which dead letters: task ids, --job, --reason, --severity, --since or --until. With --dry-run"
                            + " they are only shown");
        }
        ConnectionOptions.Deployment deployment = options.deployment();
        DeadLetterWork work =
                new DeadLetterWork(deployment.kafka(), deployment.topics(), selection, deed, surroundings);
        if (dryRun) {
            return work.show(options.json());
        }
        return work.run(
                options.json(),
                () -> options.converse(deployment, surroundings),
                request -> CommandOptions.command(request, surroundings),
                new DeadLetterWork.Pace(rate, options.timeout()));
    }

    private Optional<Instant> time(String option, Optional<String> said, InstantSource clock) {
        return said.map(text -> DeadLetterWords.time(command, option, text, clock));
    }
}

package io.penstock.cli.command;

import io.penstock.cli.operate.Asked;
import io.penstock.cli.operate.Conversation;
import io.penstock.cli.operate.QuotedId;
import io.penstock.cli.process.CommandFailure;
import io.penstock.cli.process.ExitCodes;
import io.penstock.cli.process.Surroundings;
import io.penstock.cli.terminal.Printable;
import io.penstock.records.Command;
import io.penstock.records.Command.Cancel;
import io.penstock.records.Command.Forget;
import io.penstock.records.Command.Request;
import io.penstock.records.CommandAnswer;
import io.penstock.records.CommandAnswer.Code;
import io.penstock.records.CommandAnswer.Status;
import io.penstock.records.CommandJson;
import io.penstock.settings.DurationText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of commands that ask the partitions of a deployment for something, and how they tell what came of it. */
final class CommandOptions {
    /** What is being settled just now is asked for again. */
    private static final int TRIES = 20;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final Output output = new Output();

    private Duration timeout = Duration.ofSeconds(30);

    @Spec(Spec.Target.MIXEE)
    private @SuppressWarnings("NullAway.Init") CommandSpec command;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "How long to wait for the answers. A command that is not answered by then is not done later"
                    + " than an hour from now. Default: 30s.")
    void timeout(String text) {
        timeout = duration(command, "--timeout", text);
    }

    static Duration duration(CommandSpec command, String option, String text) {
        return DurationText.parse(text)
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(),
                        option + " must be a time such as 500ms, 30s, 5m, 2h or 7d, not '" + text + "'"));
    }

    /** Where Kafka is. */
    ConnectionOptions.Deployment deployment() {
        return connection.deployment();
    }

    boolean json() {
        return output.json();
    }

    Duration timeout() {
        return timeout;
    }

    /** Begins a conversation with the deployment. */
    Conversation converse(ConnectionOptions.Deployment deployment, Surroundings surroundings) {
        return new Conversation(deployment.kafka(), deployment.topics(), surroundings.stop(), surroundings.clock());
    }

    /** A command that is not done any more when nobody thinks of it. */
    static Command command(Request request, Surroundings surroundings) {
        long expires = surroundings.clock().millis() + Duration.ofHours(1).toMillis();
        return new Command(UUID.randomUUID().toString(), Optional.of(expires), request);
    }

    /** Asks, tells what came of it, and returns the exit code. */
    int ask(Request request, Surroundings surroundings) {
        ConnectionOptions.Deployment deployment = deployment();
        try (Conversation conversation = converse(deployment, surroundings)) {
            Asked asked = conversation.ask(command(request, surroundings));
            conversation.await(timeout);
            for (int i = 1;
                    i < TRIES && isUnfinished(asked) && !surroundings.stop().requested();
                    i++) {
                // What is ending has ended a moment later.
                conversation.listenAMoment();
                Asked again = conversation.ask(command(request, surroundings));
                conversation.await(timeout);
                if (again.answers().values().stream().allMatch(answer -> answer.code() == Code.NOT_HERE)) {
                    break;
                }
                asked = again;
            }
            return tell(asked, deployment, surroundings);
        }
    }

    private static boolean isUnfinished(Asked asked) {
        return asked.answers().values().stream()
                .anyMatch(answer -> answer.code() == Code.ENDING || answer.code() == Code.MORE);
    }

    private int tell(Asked asked, ConnectionOptions.Deployment deployment, Surroundings surroundings) {
        List<CommandAnswer> answers = List.copyOf(asked.answers().values());
        if (json()) {
            answers.forEach(answer ->
                    surroundings.out().println(new String(CommandJson.write(answer), StandardCharsets.UTF_8)));
        } else {
            // Many partitions have nothing of the kind; what one has done, or objects to, is the answer.
            List<CommandAnswer> telling = of(answers, Status.DONE);
            telling = telling.isEmpty() ? of(answers, Status.REFUSED) : telling;
            telling = telling.isEmpty() ? answers : telling;
            telling.stream()
                    .map(CommandAnswer::message)
                    .distinct()
                    .forEach(message -> surroundings.out().println(Printable.line(message)));
        }
        surroundings.out().flush();
        if (!answers.isEmpty() && answers.stream().allMatch(answer -> answer.code() == Code.NOT_HERE)) {
            taskId(asked.command().request())
                    .map(QuotedId::hint)
                    .filter(hint -> !hint.isEmpty())
                    .ifPresent(hint -> surroundings.err().println(hint.strip()));
        }
        if (!asked.silent().isEmpty()) {
            throw unanswered(asked, deployment);
        }
        boolean done = answers.stream().anyMatch(answer -> answer.status() == Status.DONE)
                || (of(answers, Status.REFUSED).isEmpty()
                        && answers.stream().anyMatch(answer -> answer.code() == Code.ALREADY));
        return done ? ExitCodes.DONE : ExitCodes.FAILED;
    }

    private static Optional<String> taskId(Request request) {
        if (request instanceof Cancel cancel) {
            return Optional.of(cancel.taskId());
        }
        return request instanceof Forget forget ? Optional.of(forget.taskId()) : Optional.empty();
    }

    private CommandFailure unanswered(Asked asked, ConnectionOptions.Deployment deployment) {
        String partitions =
                asked.silent().stream().sorted().map(Object::toString).collect(Collectors.joining(", "));
        return CommandFailure.failed(
                "Of the partitions of " + deployment.topics().commands() + ", these have not answered within "
                        + DurationText.format(timeout) + ": " + partitions
                        + ". Does a processor run ('penstock run'), and has it restored its stores? One that is busy"
                        + " with an inline handler answers when that returns. What was asked is done when they come"
                        + " back within an hour, and can safely be asked for again.");
    }

    private static List<CommandAnswer> of(List<CommandAnswer> answers, Status status) {
        return answers.stream().filter(answer -> answer.status() == status).toList();
    }
}

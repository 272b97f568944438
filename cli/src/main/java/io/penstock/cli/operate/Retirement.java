package io.penstock.cli.operate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.cli.process.CommandFailure;
import io.penstock.cli.process.ExitCodes;
import io.penstock.cli.process.Surroundings;
import io.penstock.cli.terminal.Printable;
import io.penstock.cli.terminal.StatusLine;
import io.penstock.records.Command;
import io.penstock.records.CommandAnswer;
import io.penstock.records.CommandAnswer.Code;
import io.penstock.records.CommandAnswer.Status;
import io.penstock.records.CommandJson;
import io.penstock.settings.DurationText;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Supplier;

/** Has a job retired, and waits until every partition has done so. For one thread. */
public final class Retirement {
    /** Moments between two questions. */
    private static final int MOMENTS = 10;

    private final Surroundings surroundings;
    private final Supplier<Command> command;
    private final Duration patience;
    private final boolean asJson;

    /**
     * @param command asks for it: the same again and again, each with an id of its own
     * @param patience with each answer
     */
    public Retirement(Surroundings surroundings, Supplier<Command> command, Duration patience, boolean asJson) {
        this.surroundings = surroundings;
        this.command = command;
        this.patience = patience;
        this.asJson = asJson;
    }

    /**
     * Asks for it, and returns the exit code.
     *
     * @param waits whether to wait until it is done
     * @throws CommandFailure if a partition does not answer
     */
    public int run(Supplier<Conversation> begin, boolean waits) {
        try (Conversation conversation = begin.get();
                StatusLine line = new StatusLine(
                        surroundings.err(),
                        surroundings.terminal().err(),
                        surroundings.terminal().columns(),
                        surroundings.clock())) {
            Collection<CommandAnswer> answers = ask(conversation);
            while (waits && isUnfinished(answers) && !surroundings.stop().requested()) {
                line.show(text(answers));
                for (int i = 0; i < MOMENTS && !surroundings.stop().requested(); i++) {
                    conversation.listenAMoment();
                }
                answers = ask(conversation);
            }
            if (!answers.isEmpty() && answers.stream().allMatch(answer -> answer.code() == Code.ALREADY)) {
                conversation.forgetJob(command.get().request().job());
            }
            return tell(answers, waits);
        }
    }

    private Collection<CommandAnswer> ask(Conversation conversation) {
        Asked asked = conversation.ask(command.get());
        conversation.await(patience);
        if (!asked.silent().isEmpty() && !surroundings.stop().requested()) {
            throw CommandFailure.failed("These partitions have not answered within " + DurationText.format(patience)
                    + ": " + asked.silent().stream().sorted().toList()
                    + ". Does a processor run ('penstock run')? What was asked is done when they come back within an"
                    + " hour; it can safely be asked for again.");
        }
        return asked.answers().values();
    }

    private static boolean isUnfinished(Collection<CommandAnswer> answers) {
        return answers.stream().anyMatch(answer -> answer.code() == Code.MORE);
    }

    private static String text(Collection<CommandAnswer> answers) {
        long done =
                answers.stream().filter(answer -> answer.code() == Code.ALREADY).count();
        return "%d of %d partitions have retired it".formatted(done, answers.size());
    }

    private int tell(Collection<CommandAnswer> answers, boolean waited) {
        boolean refused = answers.stream().anyMatch(answer -> answer.status() == Status.REFUSED);
        if (asJson) {
            answers.forEach(answer -> surroundings.out().println(new String(CommandJson.write(answer), UTF_8)));
        } else if (refused || !isUnfinished(answers)) {
            answers.stream()
                    .map(CommandAnswer::message)
                    .distinct()
                    .forEach(message -> surroundings.out().println(Printable.line(message)));
        } else {
            surroundings.out().println("It has begun: " + text(answers) + ".");
        }
        surroundings.out().flush();
        return refused || (waited && isUnfinished(answers)) ? ExitCodes.FAILED : ExitCodes.DONE;
    }
}

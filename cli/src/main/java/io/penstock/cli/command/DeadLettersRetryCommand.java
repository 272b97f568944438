package io.penstock.cli.command;

import io.penstock.cli.operate.Deed;
import io.penstock.cli.process.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code penstock dead-letters retry}: the same as {@code penstock retry}. */
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
            "    penstock dead-letters retry o-4711",
            "  What would be tried again of a job:",
            "    penstock dead-letters retry --job invoice --reason handler-failed --dry-run",
            "  The same, at most 20 a second:",
            "    penstock dead-letters retry --job invoice --reason handler-failed --rate 20"
        })
public final class DeadLettersRetryCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final DeadLetterChoice choice = new DeadLetterChoice();

    public DeadLettersRetryCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return choice.apply(Deed.RETRY, surroundings);
    }
}

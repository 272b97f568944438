package io.penstock.cli.command;

import io.penstock.cli.operate.Deed;
import io.penstock.cli.process.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code penstock dead-letters discard}. */
@Command(
        name = "discard",
        header = "Settles for good what was given up: it is not tried again.",
        description = {
            "",
            "For tasks that somebody has seen to, or that nobody needs. The ledger remembers it, and a task event says"
                    + " so; a later change of the document runs as ever. The dead letters themselves stay on their topic"
                    + " until its retention is over. All of it can safely be repeated."
        },
        footer = {
            "",
            "Examples:",
            "  A task:",
            "    penstock dead-letters discard o-4711",
            "  What would be discarded of a job:",
            "    penstock dead-letters discard --job invoice --reason rejected \\",
            "      --until 2026-01-31T00:00:00Z --dry-run"
        })
public final class DeadLettersDiscardCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final DeadLetterChoice choice = new DeadLetterChoice();

    public DeadLettersDiscardCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return choice.apply(Deed.DISCARD, surroundings);
    }
}

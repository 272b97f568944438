package io.penstock.cli.operate;

import io.penstock.records.Command;
import io.penstock.records.CommandAnswer;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A command that was sent, and what came back so far. For one thread. */
public final class Asked {
    private final Command command;
    private final Set<Integer> silent;
    private final Map<Integer, CommandAnswer> answers = new TreeMap<>();

    Asked(Command command, Set<Integer> partitions) {
        this.command = command;
        this.silent = new TreeSet<>(partitions);
    }

    /** What was sent. */
    public Command command() {
        return command;
    }

    /** Partitions that have not answered. */
    public Set<Integer> silent() {
        return Set.copyOf(silent);
    }

    /** What the others have said, by partition. */
    public Map<Integer, CommandAnswer> answers() {
        return Map.copyOf(answers);
    }

    void hear(CommandAnswer answer) {
        // Of two answers the first counts: it tells what was done.
        if (silent.remove(answer.partition())) {
            answers.put(answer.partition(), answer);
        }
    }
}

package io.penstock.cli.command;

import io.penstock.cli.process.Surroundings;
import io.penstock.cli.topics.DeadLetterFormat;
import io.penstock.records.Topics;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code penstock dead-letters}. */
@Command(
        name = "dead-letters",
        header = "Shows the dead letters: what was given up, why, and what to do about it.",
        description = {
            "",
            "Reads what is there, oldest first within each partition, and ends. With --json, the whole original is"
                    + " shown; else its beginning. The reading leaves no trace in Kafka."
        },
        footer = {
            "",
            "Examples:",
            "  All dead letters so far:",
            "    penstock dead-letters --config penstock.yaml",
            "  Those that come from now on, until Ctrl-C:",
            "    penstock dead-letters --follow --bootstrap-server 127.0.0.1:9092",
            "  How many there are for each reason:",
            "    penstock dead-letters --json | jq -r .reason | sort | uniq -c"
        })
public final class DeadLettersCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final RecordsOptions records = new RecordsOptions();

    public DeadLettersCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        DeadLetterFormat format = new DeadLetterFormat();
        return records.show(surroundings, Topics::deadLetters, format.heading(), format);
    }
}

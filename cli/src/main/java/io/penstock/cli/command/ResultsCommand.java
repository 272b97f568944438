package io.penstock.cli.command;

import io.penstock.cli.process.Surroundings;
import io.penstock.cli.topics.ResultFormat;
import io.penstock.records.Topics;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code penstock results}. */
@Command(
        name = "results",
        header = "Shows the results: one for each task that succeeded.",
        description = {
            "",
            "Reads what is there, oldest first within each partition, and ends. Only committed results are shown; the"
                    + " reading leaves no trace in Kafka."
        },
        footer = {
            "",
            "Examples:",
            "  All results so far:",
            "    penstock results --config penstock.yaml",
            "  Those that come from now on, until Ctrl-C:",
            "    penstock results --follow --bootstrap-server 127.0.0.1:9092",
            "  The task ids of the first hundred:",
            "    penstock results --limit 100 --json | jq -r .task_id"
        })
public final class ResultsCommand implements Callable<Integer> {
    /** Where the width is nobody's concern. */
    private static final int UNLIMITED = Integer.MAX_VALUE;

    private final Surroundings surroundings;

    @Mixin
    private final RecordsOptions records = new RecordsOptions();

    public ResultsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        int width = surroundings.terminal().out() ? surroundings.terminal().columns() : UNLIMITED;
        ResultFormat format = new ResultFormat(width);
        return records.show(surroundings, Topics::results, format.heading(), format);
    }
}

package io.penstock.cli.command;

import io.penstock.cli.operate.QuotedId;
import io.penstock.cli.process.CommandFailure;
import io.penstock.cli.process.ExitCodes;
import io.penstock.cli.process.Surroundings;
import io.penstock.cli.terminal.Printable;
import io.penstock.cli.topics.DeadLetterFormat;
import io.penstock.cli.topics.Extent;
import io.penstock.cli.topics.JsonFormat;
import io.penstock.cli.topics.PenstockHeaders;
import io.penstock.cli.topics.RecordFormat;
import io.penstock.cli.topics.RecordReader;
import io.penstock.records.HeaderNames;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code penstock dead-letters show}. */
@Command(
        name = "show",
        header = "Shows the dead letters of one task.",
        description = {"", "The reading leaves no trace in Kafka."},
        footer = {"", "Example:", "  penstock dead-letters show A-1042 --config penstock.yaml"})
public final class DeadLettersShowCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final Output output = new Output();

    @Mixin
    private final DeadLetterFilter filter;

    @Parameters(paramLabel = "ID", description = "The task id.")
    private String id = "";

    public DeadLettersShowCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.filter = new DeadLetterFilter(surroundings.clock());
    }

    @Override
    public Integer call() {
        ConnectionOptions.Deployment deployment = connection.deployment();
        RecordFormat format = output.json() ? new JsonFormat() : new DeadLetterFormat();
        int[] found = {0};
        boolean whole = new RecordReader(deployment.kafka(), surroundings.stop())
                .read(deployment.topics().deadLetters(), Extent.WHAT_IS_THERE, record -> {
                    boolean asked = PenstockHeaders.of(record.headers())
                            .get(HeaderNames.TASK_ID)
                            .filter(id::equals)
                            .isPresent();
                    if (asked && filter.test(record)) {
                        found[0]++;
                        surroundings.out().println(format.format(record));
                    }
                    return true;
                });
        if (!whole) {
            throw CommandFailure.interrupted("there may be more dead letters of the task.");
        }
        if (found[0] == 0) {
            surroundings
                    .err()
                    .println("There is no dead letter of task '" + Printable.line(id) + "'." + QuotedId.hint(id));
            return ExitCodes.FAILED;
        }
        return ExitCodes.DONE;
    }
}

package io.penstock.cli.command;

import io.penstock.cli.process.CommandFailure;
import io.penstock.cli.process.ExitCodes;
import io.penstock.cli.process.Surroundings;
import io.penstock.cli.terminal.Printable;
import io.penstock.cli.terminal.Table;
import io.penstock.cli.terminal.Table.Column;
import io.penstock.cli.topics.Extent;
import io.penstock.cli.topics.JsonFormat;
import io.penstock.cli.topics.PenstockHeaders;
import io.penstock.cli.topics.RecordReader;
import io.penstock.records.HeaderNames;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code penstock dead-letters list}. */
@Command(
        name = "list",
        header = "Shows dead letters, one a line.",
        description = {
            "",
            "What to do about one, its remedy, shows 'penstock dead-letters show ID', and --json has it of all. The reading"
                    + " leaves no trace in Kafka."
        },
        footer = {"", "Example:", "  penstock dead-letters list --job invoice --since 2h --config penstock.yaml"})
public final class DeadLettersListCommand implements Callable<Integer> {
    private static final int LONGEST = 60;

    private final Surroundings surroundings;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final Output output = new Output();

    @Mixin
    private final DeadLetterFilter filter;

    private int limit = 1_000;

    @Spec
    private @SuppressWarnings("NullAway.Init") CommandSpec command;

    public DeadLettersListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.filter = new DeadLetterFilter(surroundings.clock());
    }

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "So many at most. Default: 1000.")
    void limit(int most) {
        if (most < 1) {
            throw new ParameterException(command.commandLine(), "--limit must be at least 1, not " + most);
        }
        limit = most;
    }

    @Override
    public Integer call() {
        ConnectionOptions.Deployment deployment = connection.deployment();
        Table table = new Table(List.of(
                Column.text("TIME"),
                Column.text("SEVERITY"),
                Column.text("REASON"),
                Column.text("JOB"),
                Column.text("TASK"),
                Column.text("ERROR")));
        JsonFormat json = new JsonFormat();
        int[] left = {limit};
        boolean whole = new RecordReader(deployment.kafka(), surroundings.stop())
                .read(deployment.topics().deadLetters(), Extent.WHAT_IS_THERE, record -> {
                    if (filter.test(record)) {
                        left[0]--;
                        if (output.json()) {
                            surroundings.out().println(json.format(record));
                        } else {
                            table.add(row(record));
                        }
                    }
                    return left[0] > 0;
                });
        if (!output.json()) {
            table.print(surroundings.out());
        }
        if (!whole) {
            throw CommandFailure.interrupted("there may be more dead letters.");
        }
        return ExitCodes.DONE;
    }

    private static List<String> row(ConsumerRecord<byte[], byte[]> record) {
        PenstockHeaders headers = PenstockHeaders.of(record.headers());
        return List.of(
                Instant.ofEpochMilli(record.timestamp()).toString(),
                headers.orDash(HeaderNames.SEVERITY),
                headers.orDash(HeaderNames.REASON),
                headers.orDash(HeaderNames.JOB),
                Printable.line(headers.orDash(HeaderNames.TASK_ID), LONGEST),
                Printable.line(headers.orDash(HeaderNames.ERROR_MESSAGE), LONGEST));
    }
}

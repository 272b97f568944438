package io.penstock.cli.command;

import io.penstock.cli.process.CommandFailure;
import io.penstock.cli.process.ExitCodes;
import io.penstock.cli.process.Surroundings;
import io.penstock.cli.topics.Extent;
import io.penstock.cli.topics.JsonFormat;
import io.penstock.cli.topics.RecordFormat;
import io.penstock.cli.topics.RecordReader;
import io.penstock.records.Topics;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of commands that show the records of a topic, and how they show them. */
final class RecordsOptions {
    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final Output output = new Output();

    @Option(
            names = {"-f", "--follow"},
            description = "Show what comes from now on, until Ctrl-C. With --from-beginning, what is there first.")
    private boolean follow;

    @Option(
            names = "--from-beginning",
            description = "Begin with the oldest record; without --follow that is what happens anyway.")
    private boolean fromBeginning;

    private Optional<Long> limit = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private @SuppressWarnings("NullAway.Init") CommandSpec command;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "End after N records.")
    void limit(Optional<Long> limit) {
        if (limit.filter(n -> n < 1).isPresent()) {
            throw new ParameterException(command.commandLine(), "--limit must be at least 1, not " + limit.get());
        }
        this.limit = limit;
    }

    /** Shows the records, and returns the exit code. */
    int show(Surroundings surroundings, Function<Topics, String> topic, String heading, RecordFormat forPeople) {
        ConnectionOptions.Deployment deployment = connection.deployment();
        RecordFormat format = output.json() ? new JsonFormat() : forPeople;
        Printer printer = new Printer(surroundings, format, output.json() ? "" : heading, limit.orElse(Long.MAX_VALUE));
        boolean whole = new RecordReader(deployment.kafka(), surroundings.stop())
                .read(topic.apply(deployment.topics()), extent(), printer::print);
        if (!follow) {
            printer.printHeading();
        }
        surroundings.out().flush();
        if (!whole && !follow) {
            throw CommandFailure.interrupted("there may be more records.");
        }
        return ExitCodes.DONE;
    }

    private Extent extent() {
        if (!follow) {
            return Extent.WHAT_IS_THERE;
        }
        return fromBeginning ? Extent.EVERYTHING : Extent.WHAT_COMES;
    }

    /** Prints records until there are enough, or nobody reads any more. */
    private static final class Printer {
        private final Surroundings surroundings;
        private final RecordFormat format;
        private final String heading;
        private final long limit;
        private boolean headed;
        private long printed;

        Printer(Surroundings surroundings, RecordFormat format, String heading, long limit) {
            this.surroundings = surroundings;
            this.format = format;
            this.heading = heading;
            this.limit = limit;
        }

        /** Prints what stands above all records, once. */
        void printHeading() {
            if (!headed && !heading.isEmpty()) {
                surroundings.out().println(heading);
            }
            headed = true;
        }

        boolean print(ConsumerRecord<byte[], byte[]> record) {
            printHeading();
            surroundings.out().println(format.format(record));
            printed++;
            // As with "| head": the error is how one learns that the reader has gone.
            return printed < limit && !surroundings.out().checkError();
        }
    }
}

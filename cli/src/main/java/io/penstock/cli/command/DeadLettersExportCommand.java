package io.penstock.cli.command;

import io.penstock.cli.process.CommandFailure;
import io.penstock.cli.process.ExitCodes;
import io.penstock.cli.process.Surroundings;
import io.penstock.cli.terminal.Figures;
import io.penstock.cli.terminal.StatusLine;
import io.penstock.cli.topics.Extent;
import io.penstock.cli.topics.JsonFormat;
import io.penstock.cli.topics.RecordReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code penstock dead-letters export}. */
@Command(
        name = "export",
        header = "Writes dead letters to a file, with their originals in full.",
        description = {
            "",
            "One JSON object a line. The reading leaves no trace in Kafka. The file is there when all of it is written;"
                    + " until then it is called FILE.part."
        },
        footer = {"", "Example:", "  penstock dead-letters export letters.jsonl --since 2026-01-31T00:00:00Z"})
public final class DeadLettersExportCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final DeadLetterFilter filter;

    @Parameters(paramLabel = "FILE", description = "The file to write.")
    private Path file = Path.of("");

    @Option(names = "--force", description = "Write over a file that is there.")
    private boolean force;

    public DeadLettersExportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.filter = new DeadLetterFilter(surroundings.clock());
    }

    @Override
    public Integer call() {
        ConnectionOptions.Deployment deployment = connection.deployment();
        JsonFormat json = new JsonFormat();
        long[] written = {0};
        try (StatusLine line = new StatusLine(
                        surroundings.err(),
                        surroundings.terminal().err(),
                        surroundings.terminal().columns(),
                        surroundings.clock());
                WholeFile out = WholeFile.begin(file, force)) {
            boolean whole = new RecordReader(deployment.kafka(), surroundings.stop())
                    .read(
                            deployment.topics().deadLetters(),
                            Extent.WHAT_IS_THERE,
                            record -> {
                                if (filter.test(record)) {
                                    written[0]++;
                                    write(out, json.format(record));
                                }
                                return true;
                            },
                            (read, all) -> line.show("%s %d %% read, %s"
                                    .formatted(
                                            Figures.bar(read, all),
                                            100 * read / all,
                                            Figures.count(written[0], "dead letter", "dead letters"))));
            if (!whole) {
                throw CommandFailure.interrupted("nothing was written to " + file + ".");
            }
            out.complete();
        } catch (IOException | UncheckedIOException e) {
            throw CommandFailure.failed(
                    "The file " + file + " cannot be written (" + e.getClass().getSimpleName()
                            + "): name one that is not there yet, or say --force, in a directory that you may write to",
                    e);
        }
        surroundings.out().println(Figures.count(written[0], "dead letter", "dead letters") + " written to " + file);
        return ExitCodes.DONE;
    }

    private static void write(WholeFile out, String line) {
        try {
            out.line(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

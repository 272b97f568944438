package io.penstock.cli.command;

import io.penstock.cli.process.CommandFailure;
import io.penstock.cli.process.Surroundings;
import io.penstock.cli.running.KafkaAddress;
import io.penstock.cli.snapshot.SnapshotOnDemand;
import io.penstock.connectors.source.SourceProperties;
import io.penstock.connectors.source.WatchedCollections;
import io.penstock.settings.CollectionPattern;
import io.penstock.settings.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.bson.BsonDocument;
import org.bson.BsonInvalidOperationException;
import org.bson.json.JsonParseException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code penstock snapshot}. */
@Command(
        name = "snapshot",
        header = "Has the engine read a collection anew, beside the stream of changes.",
        description = {
            "",
            "An incremental snapshot: the documents come in chunks between the changes, as fast as the governor lets them."
                    + " A new job is given its past so; jobs that know the documents are not woken, for their content is"
                    + " unchanged. The engine is asked by Debezium's signal: through Kafka if signal.enabled.channels has"
                    + " 'kafka', else through the collection penstock_signals.",
            "",
            "The command waits until the collection has been read, and shows how far it is. Ctrl-C ends the command alone:"
                    + " the snapshot goes on, over restarts of the engine, too. --stop ends it."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:read to the end; with --no-wait: asked for; with --stop: stopped",
            "1:it failed, was stopped, nobody answered, or Ctrl-C",
            "2:wrong usage, or a collection that no job watches"
        },
        footer = {
            "",
            "Examples:",
            "  All of a collection:",
            "    penstock snapshot shop.orders --config penstock.yaml",
            "  What a query takes of it:",
            "    penstock snapshot shop.orders --config penstock.yaml \\",
            "      --filter '{\"status\": \"paid\"}'",
            "  No more of it:",
            "    penstock snapshot shop.orders --stop --config penstock.yaml"
        })
public final class SnapshotCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final ConfigurationOption configuration = new ConfigurationOption();

    @Mixin
    private final Output output = new Output();

    @Parameters(paramLabel = "COLLECTION", description = "Its name, with its database: shop.orders.")
    private String collection = "";

    @Option(
            names = "--filter",
            paramLabel = "QUERY",
            description = "Only the documents that this query of MongoDB takes, in JSON.")
    private Optional<String> filter = Optional.empty();

    @Option(
            names = "--stop",
            description =
                    "Stop the snapshot of the collection, whoever has asked for it. One that was asked for twice, or has"
                            + " ids of several kinds, takes several readings, one after the other: each --stop ends one"
                            + " of them.")
    private boolean stop;

    @Option(names = "--no-wait", description = "Only ask for it.")
    private boolean noWait;

    private Duration timeout = Duration.ofSeconds(60);

    @Spec
    private @SuppressWarnings("NullAway.Init") CommandSpec command;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description =
                    "How long to wait for the first word of the engine. Default: 60s. Once it has begun, silence of"
                            + " 10 min ends the command; while the snapshot is paused, only if no engine is there.")
    void timeout(String text) {
        timeout = CommandOptions.duration(command, "--timeout", text);
    }

    public SnapshotCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        checkFilter();
        Settings settings = configuration.read(SourceProperties::problems);
        checkCollection(WatchedCollections.of(settings));
        SnapshotOnDemand.Wish wish = new SnapshotOnDemand.Wish(collection, filter, stop);
        return new SnapshotOnDemand(
                        KafkaAddress.known(settings),
                        surroundings,
                        new SnapshotOnDemand.Request(wish, !noWait, timeout, output.json()))
                .run();
    }

    private void checkFilter() {
        if (stop && filter.isPresent()) {
            throw new ParameterException(command.commandLine(), "--stop takes no --filter: it stops all of it");
        }
        try {
            filter.ifPresent(BsonDocument::parse);
        } catch (JsonParseException | BsonInvalidOperationException e) {
            throw new ParameterException(
                    command.commandLine(),
                    "--filter must be a query in JSON, such as '{\"status\": \"paid\"}': " + e.getMessage());
        }
    }

    private void checkCollection(WatchedCollections watched) {
        boolean known = watched.selectors().stream()
                .map(CollectionPattern::of)
                .anyMatch(pattern -> pattern.matches(collection));
        if (!known) {
            throw CommandFailure.wrongUsage(
                    "No job watches '" + collection + "', so its documents would concern nobody."
                            + " Watched are: " + String.join(", ", watched.selectors())
                            + ". Name one of them, or give a job the collection, and start engine and processor with that"
                            + " configuration first.");
        }
    }
}

package io.penstock.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.cli.process.ExitCodes;
import io.penstock.cli.process.Surroundings;
import io.penstock.cli.terminal.Figures;
import io.penstock.cli.terminal.Table;
import io.penstock.cli.terminal.Table.Column;
import io.penstock.cli.topics.TopicOverview;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code penstock topics}. */
@Command(
        name = "topics",
        header = "Shows the topics: what each is for, its partitions, records and size.",
        description = {
            "",
            "Records are counted by their offsets: transactions and compaction leave offsets without a record, so the"
                    + " figure can be higher than what a consumer reads. Sizes are those of one replica."
        },
        footer = {
            "",
            "Examples:",
            "  Penstock's topics:",
            "    penstock topics --config penstock.yaml",
            "  Every topic of the cluster:",
            "    penstock topics --all --bootstrap-server 127.0.0.1:9092",
            "  The largest one:",
            "    penstock topics --json | jq -s 'max_by(.bytes).topic'"
        })
public final class TopicsCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final Output output = new Output();

    @Option(
            names = {"-a", "--all"},
            description = "Topics that are none of Penstock's, too.")
    private boolean all;

    public TopicsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        ConnectionOptions.Deployment deployment = connection.deployment();
        List<TopicOverview> topics = deployment.catalog().list(all);
        if (output.json()) {
            topics.forEach(topic -> surroundings.out().println(json(topic)));
        } else if (topics.isEmpty()) {
            surroundings
                    .err()
                    .println("Kafka at " + deployment.kafka().address()
                            + " has no topics of Penstock's: they are made when it first runs there.");
        } else {
            table(topics).print(surroundings.out());
        }
        return ExitCodes.DONE;
    }

    private static Table table(List<TopicOverview> topics) {
        Table table = new Table(List.of(
                Column.text("TOPIC"),
                Column.number("PARTITIONS"),
                Column.number("RECORDS"),
                Column.number("SIZE"),
                Column.text("WHAT FOR")));
        topics.forEach(topic -> table.add(List.of(
                topic.name(),
                Integer.toString(topic.partitions()),
                Figures.count(topic.records()),
                topic.bytes().isPresent() ? Figures.bytes(topic.bytes().getAsLong()) : "?",
                topic.purpose().orElse("-"))));
        return table;
    }

    private static String json(TopicOverview topic) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("topic", topic.name());
        topic.purpose().ifPresent(purpose -> line.put("purpose", purpose));
        line.put("partitions", topic.partitions());
        line.put("records", topic.records());
        topic.bytes().ifPresent(bytes -> line.put("bytes", bytes));
        return line.toString();
    }
}

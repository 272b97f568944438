package io.penstock.benchmarks.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.records.Command;
import io.penstock.records.CommandJson;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Tells all partitions of a deployment what an operator wants, as the command line does. */
public final class CommandTopic {
    private CommandTopic() {}

    /** Says it, without waiting for answers: that it has been done is seen in what the benchmark measures. */
    public static void say(String bootstrapServers, String topic, int partitions, Command.Request request) {
        String id = UUID.randomUUID().toString();
        byte[] text = CommandJson.write(new Command(id, Optional.empty(), request));
        TopicFiller.fill(
                bootstrapServers,
                partitions,
                partition -> new ProducerRecord<>(topic, partition, id.getBytes(UTF_8), text));
    }
}

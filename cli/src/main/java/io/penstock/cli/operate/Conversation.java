package io.penstock.cli.operate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.cli.process.CommandFailure;
import io.penstock.cli.process.StopSignal;
import io.penstock.cli.topics.KafkaAccess;
import io.penstock.records.Command;
import io.penstock.records.CommandJson;
import io.penstock.records.JobsRecord;
import io.penstock.records.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;

/**
 * Sends commands to the partitions that they concern and hears their answers: one for which a shard key decides goes to
 * that partition, any other to all of them. For one thread.
 */
public final class Conversation implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaAccess kafka;
    private final Topics topics;
    private final StopSignal stop;
    private final InstantSource clock;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final int partitions;
    /** Among how many partitions shard keys divide the tasks; empty: tasks stay where their changes were read. */
    private final OptionalInt owners;

    private final Map<String, Asked> open = new HashMap<>();

    /**
     * Begins one: answers that were written before are not heard.
     *
     * @param stop ends the waiting
     * @throws CommandFailure if there is no such deployment, or no such Kafka
     */
    public Conversation(KafkaAccess kafka, Topics topics, StopSignal stop, InstantSource clock) {
        this.kafka = kafka;
        this.topics = topics;
        this.stop = stop;
        this.clock = clock;
        this.producer = kafka.writer();
        this.consumer = kafka.reader();
        try {
            Map<String, List<PartitionInfo>> there = consumer.listTopics();
            if (!there.containsKey(topics.commands()) || !there.containsKey(topics.commandAnswers())) {
                throw CommandFailure.failed("Kafka at " + kafka.address() + " has no topic " + topics.commands()
                        + ": it is made when a processor first runs there ('penstock run' or 'penstock up'). Another"
                        + " deployment is named with --application.");
            }
            this.partitions = consumer.partitionsFor(topics.commands()).size();
            // The topic of the commands may have more: it is as wide as the widest topic with changes.
            List<PartitionInfo> tasks = there.get(topics.tasks());
            this.owners = tasks == null ? OptionalInt.empty() : OptionalInt.of(tasks.size());
            listen();
        } catch (KafkaException e) {
            close();
            throw kafka.failure(e);
        } catch (CommandFailure e) {
            close();
            throw e;
        }
    }

    private void listen() {
        List<TopicPartition> all = consumer.partitionsFor(topics.commandAnswers()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(all);
        consumer.seekToEnd(all);
        // Positions are found when they are asked for: now, and not with the first poll, is when it begins.
        all.forEach(consumer::position);
    }

    /** Sends a command to whom it concerns. */
    public Asked ask(Command command) {
        return ask(command, concerned(command));
    }

    /**
     * Sends a command about a task to the partition that has it.
     *
     * @param source the partition in which its change was read: where no job has a shard key it has the task, too
     */
    public Asked askOwner(Command command, int source) {
        return ask(command, owners.isPresent() ? concerned(command) : Set.of(source));
    }

    /** Puts a record back where it came from, as it was. */
    public void putBack(ProducerRecord<byte[], byte[]> record) {
        send(record);
    }

    /** Says on the topic of the jobs that nothing is known of one any more. */
    public void forgetJob(String name) {
        send(new ProducerRecord<>(topics.jobs(), 0, JobsRecord.Job.key(name).getBytes(UTF_8), null));
    }

    /** Hears what there is to hear in a moment. */
    public void listenAMoment() {
        try {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                CommandJson.readAnswer(record.value()).ifPresent(answer -> {
                    Asked asked = open.get(answer.commandId());
                    if (asked != null) {
                        asked.hear(answer);
                        if (asked.silent().isEmpty()) {
                            open.remove(answer.commandId());
                        }
                    }
                });
            }
        } catch (KafkaException e) {
            throw kafka.failure(e);
        }
    }

    /** Waits until all have answered, the time is over, or the end is wished. */
    public void await(Duration patience) {
        Instant end = clock.instant().plus(patience);
        while (!open.isEmpty() && clock.instant().isBefore(end) && !stop.requested()) {
            listenAMoment();
        }
    }

    /** Commands to which not all have answered. */
    public int waiting() {
        return open.size();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
        consumer.close();
    }

    private Asked ask(Command command, Set<Integer> concerned) {
        Asked asked = new Asked(command, concerned);
        open.put(command.id(), asked);
        byte[] text = CommandJson.write(command);
        for (int partition : concerned) {
            send(new ProducerRecord<>(topics.commands(), partition, command.id().getBytes(UTF_8), text));
        }
        return asked;
    }

    private Set<Integer> concerned(Command command) {
        if (owners.isEmpty() || command.request().shardKey().isEmpty()) {
            return IntStream.range(0, partitions).boxed().collect(Collectors.toCollection(TreeSet::new));
        }
        // As Kafka's own partitioner, by which tasks come to where they are.
        byte[] shardKey = command.request().shardKey().get().getBytes(UTF_8);
        return Set.of(Utils.toPositive(Utils.murmur2(shardKey)) % owners.getAsInt());
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw kafka.failure(e.getCause() instanceof KafkaException failure ? failure : new KafkaException(e));
        } catch (InterruptedException e) {
            throw new org.apache.kafka.common.errors.InterruptException(e);
        } catch (KafkaException e) {
            throw kafka.failure(e);
        }
    }
}

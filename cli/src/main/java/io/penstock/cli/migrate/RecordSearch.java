package io.penstock.cli.migrate;

import io.penstock.cli.process.CommandFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Looks for records: not each offset has one, for the marks of transactions have offsets, too. For one thread. */
final class RecordSearch {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Consumer<byte[], byte[]> consumer;
    private final InstantSource clock;

    RecordSearch(Consumer<byte[], byte[]> consumer, InstantSource clock) {
        this.consumer = consumer;
        this.clock = clock;
    }

    /**
     * Whether there is one from an offset on and before another, which has been written.
     *
     * @throws CommandFailure if Kafka gives nothing, neither records nor the news that there are none
     */
    boolean finds(TopicPartition partition, long from, long end) {
        if (from >= end) {
            return false;
        }
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
        long position = from;
        Instant moved = clock.instant();
        while (position < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < end) {
                    return true;
                }
            }
            long now = consumer.position(partition);
            if (now != position) {
                moved = clock.instant();
            } else if (moved.plus(PATIENCE).isBefore(clock.instant())) {
                throw CommandFailure.failed(
                        "Kafka has given nothing of %s from offset %d on within %d s, though it was written up to %d. Is the"
                                        .formatted(partition, position, PATIENCE.toSeconds(), end)
                                + " topic still there ('penstock topics'), and has that partition a leader? Then call this"
                                + " again: it goes on where it was.");
            }
            position = now;
        }
        return false;
    }
}

package io.penstock.cli.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.cli.process.CommandFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RecordSearchTest {
    private static final TopicPartition PARTITION = new TopicPartition("p.shop.orders", 2);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final RecordSearch search = new RecordSearch(consumer, new Impatient());

    @Test
    void recordBeforeTheEnd_isFound_andOneBehindItIsNot() {
        consumer.schedulePollTask(() -> consumer.addRecord(record(3)));
        assertThat(search.finds(PARTITION, 3, 5)).isTrue();

        consumer.schedulePollTask(() -> consumer.addRecord(record(5)));
        assertThat(search.finds(PARTITION, 3, 5))
                .as("3 and 4 are marks of transactions")
                .isFalse();
        assertThat(search.finds(PARTITION, 5, 5)).isFalse();
    }

    @Test
    void partitionThatMovesOnSlowly_isWaitedFor() {
        for (int offset = 1; offset < 100; offset++) {
            long next = offset;
            consumer.schedulePollTask(() -> consumer.seek(PARTITION, next));
        }
        consumer.schedulePollTask(() -> {});
        consumer.schedulePollTask(() -> consumer.addRecord(record(99)));
        assertThat(search.finds(PARTITION, 0, 100)).isTrue();
    }

    @Test
    void partitionThatGivesNothing_isNotWaitedForWithoutEnd() {
        assertThatThrownBy(() -> search.finds(PARTITION, 3, 5))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("p.shop.orders-2")
                .hasMessageContaining("still there")
                .hasMessageContaining("call this again");
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset) {
        return new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), offset, new byte[0], new byte[0]);
    }

    /** Ten seconds have passed whenever it is asked. */
    private static final class Impatient implements InstantSource {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            now = now.plus(Duration.ofSeconds(10));
            return now;
        }
    }
}

package io.penstock.processor.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.processor.task.OriginalRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

class ChangeRecordsTest {
    private static final TopicPartition PARTITION = new TopicPartition("penstock.shop.orders", 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final List<OriginalRecord> taken = new ArrayList<>();

    private void read(long end) {
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, 2L));
        consumer.schedulePollTask(() -> {
            for (int offset = 0; offset < 2; offset++) {
                consumer.addRecord(new ConsumerRecord<>(PARTITION.topic(), 0, offset, new byte[0], new byte[0]));
            }
        });
        ChangeRecords.read(consumer, PARTITION, end, Duration.ZERO, taken::add);
    }

    @Test
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void should_not_wait_for_ever_for_changes_that_were_read_and_are_no_longer_there() {
        assertThatThrownBy(() -> read(5))
                // Commands tell of a time-out that there is no broker.
                .isInstanceOf(KafkaException.class)
                .isNotInstanceOf(TimeoutException.class)
                .hasMessageContaining("penstock.shop.orders-0 was read up to offset 5")
                .hasMessageContaining("--reset-offsets");
    }

    @Test
    void should_hand_over_what_was_read_and_no_more() {
        read(1);

        assertThat(taken)
                .singleElement()
                .satisfies(record -> assertThat(record.origin().offset()).isZero());
    }
}

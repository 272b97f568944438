package io.penstock.processor.stream;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

class GovernorTopicTest {
    private static final TopicPartition PARTITION = new TopicPartition("shop.governor", 0);

    @Test
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void should_not_wait_for_ever_for_what_kafka_does_not_give() {
        MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, 3L));
        try (GovernorTopic topic = new GovernorTopic(
                PARTITION,
                consumer,
                new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer()),
                Duration.ZERO)) {
            assertThatThrownBy(topic::history)
                    .isInstanceOf(TimeoutException.class)
                    .hasMessageContaining("shop.governor");
        }
    }
}

package io.penstock.processor.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
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
    void should_have_memory_for_a_batch_whatever_the_other_producers_batches_are() {
        Map<String, Object> writing = GovernorTopic.writing(Map.of("batch.size", "2097152"));

        assertThat(number(writing, ProducerConfig.BATCH_SIZE_CONFIG))
                .isLessThan(number(writing, ProducerConfig.BUFFER_MEMORY_CONFIG));
    }

    private static long number(Map<String, Object> properties, String name) {
        return Long.parseLong(String.valueOf(properties.get(name)));
    }

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

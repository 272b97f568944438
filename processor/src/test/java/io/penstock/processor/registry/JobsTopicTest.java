package io.penstock.processor.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

class JobsTopicTest {
    private static final TopicPartition PARTITION = new TopicPartition("shop.jobs", 0);

    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final MockProducer<String, byte[]> producer = producer();
    private final MockProducer<String, byte[]> claimant = producer();

    @Test
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void should_not_wait_for_ever_for_what_kafka_does_not_give() {
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, 3L));
        try (JobsTopic topic = topic()) {
            assertThatThrownBy(topic::read).isInstanceOf(TimeoutException.class).hasMessageContaining("shop.jobs");
        }
    }

    @Test
    void should_leave_no_transaction_open_when_kafka_refuses() {
        try (JobsTopic topic = topic()) {
            topic.claim();
            claimant.commitTransactionException = new TopicAuthorizationException("no right");

            assertThatThrownBy(() -> topic.forget("index")).isInstanceOf(KafkaException.class);

            assertThat(claimant.transactionAborted()).isTrue();
        }
    }

    private JobsTopic topic() {
        return new JobsTopic(PARTITION, consumer, producer, () -> claimant, Duration.ZERO);
    }

    private static MockProducer<String, byte[]> producer() {
        return new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    }
}

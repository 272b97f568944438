package io.penstock.connectors.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
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
        Node gone = Node.noNode();
        MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
        consumer.updatePartitions(
                PARTITION.topic(),
                List.of(new PartitionInfo(PARTITION.topic(), 0, gone, new Node[] {gone}, new Node[] {gone})));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, 3L));

        assertThatThrownBy(() -> new GovernorTopic(
                        PARTITION,
                        consumer,
                        () -> new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer()),
                        Duration.ZERO))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("shop.governor");

        assertThat(consumer.closed()).isTrue();
    }
}

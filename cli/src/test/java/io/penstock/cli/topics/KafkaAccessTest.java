package io.penstock.cli.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaAccessTest {
    @ParameterizedTest
    @CsvSource({
        "client.id, any, 10 s",
        "default.api.timeout.ms, 30000, 30 s",
        "default.api.timeout.ms, 2000, 2 s",
        "request.timeout.ms, 40000, 40 s",
        "request.timeout.ms, 3000, 10 s"
    })
    void patienceIsWhatTheUserSays(String property, String value, String patience) {
        KafkaAccess access = access(Map.of(property, value));

        assertThat(access.failure(new TimeoutException("late"))).hasMessageContaining("within " + patience);
        // Kafka's clients refuse patience that does not go together.
        access.admin().close();
        access.reader().close();
        access.writer().close();
    }

    @Test
    void patienceIsWhatTheUserSaysOfBoth() {
        KafkaAccess access = access(Map.of("request.timeout.ms", "20000", "default.api.timeout.ms", "25000"));

        assertThat(access.failure(new TimeoutException("late"))).hasMessageContaining("within 25 s");
        access.writer().close();
    }

    @Test
    void writesRecordsAsLargeAsAnyTopicTakes() {
        try (KafkaProducer<byte[], byte[]> writer =
                access(Map.of("buffer.memory", "33554432")).writer()) {
            assertThat(writer.metrics().entrySet().stream()
                            .filter(metric -> metric.getKey().name().equals("buffer-total-bytes"))
                            .map(metric -> metric.getValue().metricValue()))
                    .containsExactly(512.0 * 1024 * 1024);
        }
    }

    private static KafkaAccess access(Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(more);
        properties.put("bootstrap.servers", "127.0.0.1:9");
        return new KafkaAccess(properties);
    }
}

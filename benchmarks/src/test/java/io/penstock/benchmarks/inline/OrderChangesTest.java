package io.penstock.benchmarks.inline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.benchmarks.orders.Orders;
import io.penstock.records.HeaderNames;
import io.penstock.records.PositionHeader;
import io.penstock.records.ResumeToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderChangesTest {
    private final ObjectMapper json = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(ints = {512, 5 * 1024})
    void documents_areAboutAsLongAsIsAskedFor(int bytes) throws IOException {
        OrderChanges changes = new OrderChanges("topic", new Orders(bytes));
        for (int number : new int[] {0, 1_500, 7_999}) {
            assertThat(after(changes.record(number)).getBytes(UTF_8).length).isCloseTo(bytes, withinPercentage(10));
        }
    }

    @Test
    void everyDocument_goesThroughItsVersionsInOrder_eachAtAPositionOfItsOwn() throws IOException {
        OrderChanges changes = new OrderChanges("topic", new Orders(512));
        Map<String, Integer> versions = new HashMap<>();
        Set<ResumeToken> positions = new HashSet<>();
        for (int number = 0; number < 8_000; number++) {
            ProducerRecord<byte[], byte[]> record = changes.record(number);
            JsonNode order = json.readTree(after(record));
            String id = order.path("_id").path("$oid").textValue();
            int version = order.path("version").intValue();
            assertThat(version).isEqualTo(versions.getOrDefault(id, -1) + 1);
            versions.put(id, version);
            positions.add(position(record));
        }
        assertThat(versions).hasSize(2_000).values().containsOnly(3);
        assertThat(positions).hasSize(8_000);
    }

    private String after(ProducerRecord<byte[], byte[]> record) throws IOException {
        return json.readTree(record.value()).path("after").textValue();
    }

    private static ResumeToken position(ProducerRecord<byte[], byte[]> record) {
        return PositionHeader.decode(
                        record.headers().lastHeader(HeaderNames.POSITION).value())
                .flatMap(ResumeToken::parse)
                .orElseThrow();
    }
}

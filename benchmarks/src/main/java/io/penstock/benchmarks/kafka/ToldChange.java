package io.penstock.benchmarks.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.records.HeaderNames;
import io.penstock.records.PositionHeader;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A change of a document with a number for its id, as Debezium tells it.
 *
 * @param topic where it is told
 * @param id of its document
 * @param number of the change among all of its topic
 * @param first whether it inserts the document
 */
public record ToldChange(String topic, int id, int number, boolean first) {
    private static final int FIRST_SECOND = 1_790_000_000;
    private static final int PER_SECOND = 5_000;

    /**
     * The record.
     *
     * @param document what the document is after it, as JSON
     */
    public ProducerRecord<byte[], byte[]> record(String document) {
        int second = FIRST_SECOND + number / PER_SECOND;
        int ordinal = number % PER_SECOND + 1;
        String envelope =
                """
                {"before":null,"after":%s,"updateDescription":null,"source":{"version":"3.6.1.Final","connector":"mongodb",\
                "name":"shop","ts_ms":%d000,"snapshot":"false","db":"shop","collection":"%s","ord":%d,"wallTime":%d000},\
                "op":"%s","ts_ms":%d005,"transaction":null}""".formatted(quoted(document), second, collection(), ordinal, second, first ? "c" : "u", second);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, "{\"id\":\"%d\"}".formatted(id).getBytes(UTF_8), envelope.getBytes(UTF_8));
        String token = "82%08X%08X2B042C0100296E5A1004536D285F1C224310A55942AE0067813C461E5F6964002B%02X0004"
                .formatted(second, ordinal, 2 * (1 + id % 60));
        record.headers().add(HeaderNames.POSITION, PositionHeader.encode(token));
        return record;
    }

    private String collection() {
        return topic.substring(topic.lastIndexOf('.') + 1);
    }

    private static String quoted(String json) {
        return '"' + json.replace("\"", "\\\"") + '"';
    }
}

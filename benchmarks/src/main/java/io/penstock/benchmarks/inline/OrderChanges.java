package io.penstock.benchmarks.inline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.benchmarks.orders.Orders;
import io.penstock.records.HeaderNames;
import io.penstock.records.PositionHeader;
import java.util.Locale;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A shop's life as Debezium tells it: orders are placed and then change three times each, a thousand orders at a time.
 * Every change is another version of its document. The same number gives the same record. Safe for use by several
 * threads.
 *
 * <p>The form is that of recorded events of a real server: {@code after} is a string in Extended JSON version 1, the key
 * holds the id in relaxed version 2, and the resume token stands in the header of Penstock's transform.
 */
final class OrderChanges {
    private static final int TOGETHER = 1_000;
    private static final int FIRST_SECOND = 1_790_000_000;
    private static final int CHANGES_PER_SECOND = 5_000;

    private final ObjectMapper json = new ObjectMapper();
    private final String topic;
    private final Orders orders;

    /**
     * @param topic where they belong
     * @param orders what changes
     */
    OrderChanges(String topic, Orders orders) {
        this.topic = topic;
        this.orders = orders;
    }

    /** The change with this number, from 0. */
    ProducerRecord<byte[], byte[]> record(int number) {
        int round = number / (TOGETHER * Orders.VERSIONS);
        int version = number / TOGETHER % Orders.VERSIONS;
        int order = round * TOGETHER + number % TOGETHER;
        String id = Orders.id(order);
        int second = FIRST_SECOND + number / CHANGES_PER_SECOND;
        int ordinal = number % CHANGES_PER_SECOND + 1;
        byte[] key = bytes(json.createObjectNode().put("id", "{\"$oid\": \"" + id + "\"}"));
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, key, bytes(envelope(order, version, second, ordinal)));
        record.headers().add(HeaderNames.POSITION, PositionHeader.encode(token(id, second, ordinal)));
        return record;
    }

    private ObjectNode envelope(int order, int version, int second, int ordinal) {
        long millis = second * 1000L + ordinal * 1000L / CHANGES_PER_SECOND;
        ObjectNode envelope = json.createObjectNode();
        envelope.putNull("before");
        envelope.put("after", text(orders.document(order, version, millis)));
        if (version == 0) {
            envelope.putNull("updateDescription");
        } else {
            envelope.putObject("updateDescription")
                    .putNull("removedFields")
                    .put(
                            "updatedFields",
                            "{\"status\": \"" + Orders.status(version) + "\", \"version\": " + version + "}")
                    .putNull("truncatedArrays");
        }
        envelope.putObject("source")
                .put("version", "3.6.1.Final")
                .put("connector", "mongodb")
                .put("name", "shop")
                .put("ts_ms", millis)
                .put("snapshot", "false")
                .put("db", "shop")
                .putNull("sequence")
                .put("ts_us", millis * 1_000)
                .put("ts_ns", millis * 1_000_000)
                .put("collection", "orders")
                .put("ord", ordinal)
                .putNull("lsid")
                .putNull("txnNumber")
                .put("wallTime", millis);
        return envelope.put("op", version == 0 ? "c" : "u")
                .put("ts_ms", millis + 5)
                .put("ts_us", millis * 1_000 + 5_000)
                .put("ts_ns", millis * 1_000_000 + 5_000_000)
                .putNull("transaction");
    }

    private static String token(String id, int second, int ordinal) {
        return "82%08X%08X2B042C0100296E5A1004536D285F1C224310A55942AE0067813C461E5F69640064%s0004"
                .formatted(second, ordinal, id.toUpperCase(Locale.ROOT));
    }

    private String text(ObjectNode node) {
        try {
            return json.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can be written", e);
        }
    }

    private byte[] bytes(ObjectNode node) {
        try {
            return json.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can be written", e);
        }
    }
}

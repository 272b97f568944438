package io.penstock.processor.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.processor.task.Origin;
import io.penstock.processor.task.OriginalRecord;
import io.penstock.processor.task.Raw;
import io.penstock.records.HeaderNames;
import io.penstock.records.PositionHeader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;

/**
 * A change as Debezium writes it, with the header of Penstock's transform.
 *
 * @param operation letter of the operation
 * @param id the document's id as JSON
 * @param position seconds and ordinal of the cluster time, and the index within the transaction
 * @param after the document after it, in Extended JSON
 */
public record Change(String operation, String id, Position position, Optional<String> after) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where a change stands. */
    public record Position(int seconds, int ordinal, int index) {
        String token() {
            String number = index == 0 ? "29" : "2B%02X".formatted(index * 2);
            return "82%08X%08X2B022C0100%s6E5A1004536D285F1C224310A55942AE0067813C461E5F6964002B020004"
                    .formatted(seconds, ordinal, number);
        }
    }

    public static Change insert(int id, int time, String document) {
        return of("c", id, time, document);
    }

    public static Change update(int id, int time, String document) {
        return of("u", id, time, document);
    }

    public static Change read(int id, int time, String document) {
        return of("r", id, time, document);
    }

    public static Change delete(int id, int time) {
        return new Change("d", Integer.toString(id), new Position(time, 1, 0), Optional.empty());
    }

    /** An update whose document was gone when it was looked up. */
    public static Change gone(int id, int time) {
        return new Change("u", Integer.toString(id), new Position(time, 1, 0), Optional.empty());
    }

    private static Change of(String operation, int id, int time, String fields) {
        String document = "{\"_id\": %d, %s}".formatted(id, fields);
        return new Change(operation, Integer.toString(id), new Position(time, 1, 0), Optional.of(document));
    }

    /** The same change of the document with another id, as JSON. */
    public Change ofDocument(String otherId) {
        return new Change(operation, otherId, position, after);
    }

    /** The same change at the given index of a transaction. */
    public Change inTransaction(int index) {
        return new Change(operation, id, new Position(position.seconds(), position.ordinal(), index), after);
    }

    public byte[] key() {
        return write(JSON.createObjectNode().put("id", id));
    }

    public byte[] value() {
        ObjectNode envelope = JSON.createObjectNode();
        envelope.putNull("before");
        after.ifPresentOrElse(document -> envelope.put("after", document), () -> envelope.putNull("after"));
        if (operation.equals("u")) {
            envelope.putObject("updateDescription").put("updatedFields", "{\"n\": 1}");
        }
        envelope.putObject("source")
                .put("connector", "mongodb")
                .put("ts_ms", position.seconds() * 1000L)
                .put("snapshot", operation.equals("r") ? "true" : "false")
                .put("db", "shop")
                .put("collection", "orders")
                .put("ord", position.ordinal());
        envelope.put("op", operation).put("ts_ms", position.seconds() * 1000L);
        return write(envelope);
    }

    public Headers headers() {
        return new RecordHeaders().add(HeaderNames.POSITION, PositionHeader.encode(position.token()));
    }

    public TestRecord<byte[], byte[]> record() {
        return new TestRecord<>(key(), value(), headers(), Instant.ofEpochSecond(position.seconds()));
    }

    /** As intake gets it. */
    public OriginalRecord original(long offset) {
        return new OriginalRecord(
                Optional.of(Raw.of(key())),
                Optional.of(Raw.of(value())),
                List.of(new OriginalRecord.Header(
                        HeaderNames.POSITION, Raw.of(PositionHeader.encode(position.token())))),
                new Origin("penstock.shop.orders", 0, offset, 0));
    }

    private static byte[] write(ObjectNode node) {
        try {
            return JSON.writeValueAsString(node).getBytes(UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}

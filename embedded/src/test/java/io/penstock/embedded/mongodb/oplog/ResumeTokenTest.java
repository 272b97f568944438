package io.penstock.embedded.mongodb.oplog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.Fixtures;
import io.penstock.embedded.mongodb.protocol.BsonReader;
import io.penstock.embedded.mongodb.protocol.KeyStringWriter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResumeTokenTest {
    private static final Pattern UUID_IN_TOKEN = Pattern.compile("6E5A1004([0-9A-F]{16})([0-9A-F]{16})");
    private static final UUID COLLECTION = UUID.fromString("536d285f-1c22-4310-a559-42ae0067813c");

    static Stream<BsonDocument> recordedEvents() {
        return Stream.concat(
                Fixtures.read("change-events.jsonl").stream(), Fixtures.read("transaction.jsonl").stream());
    }

    @ParameterizedTest
    @MethodSource("recordedEvents")
    void should_writeTheVeryToken_that_aServerWrote(BsonDocument event) {
        String recorded = event.getDocument("_id").getString("_data").getValue();

        Document token = ResumeToken.of(entry(event, recorded), false, ServerRelease.V4_4);

        assertThat(token.get("_data")).isEqualTo(recorded);
        assertThat(token).containsOnlyKeys("_data");
    }

    @ParameterizedTest
    @MethodSource("recordedEvents")
    void should_readTimeAndOperation_ofARecordedToken(BsonDocument event) {
        String recorded = event.getDocument("_id").getString("_data").getValue();

        ResumeToken token = ResumeToken.parse(new Document("_data", recorded));

        assertThat(token.position().time())
                .isEqualTo(event.getTimestamp("clusterTime").getValue());
        assertThat(token.position().operation()).isEqualTo(operationOf(recorded));
        assertThat(token.invalidate()).isFalse();
    }

    @Test
    void should_sortAsHistoryWent() {
        List<String> recorded = Fixtures.read("change-events.jsonl").stream()
                .map(event -> event.getDocument("_id").getString("_data").getValue())
                .toList();

        assertThat(recorded).isSorted();
        assertThat(recorded.stream()
                        .map(data ->
                                ResumeToken.parse(new Document("_data", data)).position()))
                .isSorted();
    }

    @Test
    void should_writeHighWaterMarks_asServersDo() {
        long time = 0x6B04A3DD00000001L;

        assertThat(ResumeToken.highWaterMark(time, ServerRelease.V4_4).get("_data"))
                .isEqualTo("826B04A3DD000000012B0229296E04");
        assertThat(ResumeToken.highWaterMark(time, ServerRelease.V7_0).get("_data"))
                .isEqualTo("826B04A3DD000000012B0429296E1404");
        assertThat(ResumeToken.parse(ResumeToken.highWaterMark(time, ServerRelease.V7_0))
                        .position())
                .isEqualTo(Position.before(time));
    }

    @Test
    void should_addTheOperation_from60On() {
        OplogEntry entry = new OplogEntry(
                new Position(0x6B04A3DD00000001L, 0),
                Instant.EPOCH,
                new Namespace("facts", "orders"),
                Optional.of(COLLECTION),
                new Change.Delete(1, Optional.empty()),
                Optional.empty());

        assertThat(ResumeToken.of(entry, false, ServerRelease.V7_0).get("_data"))
                .isEqualTo("826B04A3DD000000012B042C0100296E5A1004536D285F1C224310A55942AE0067813C"
                        + "463C6F7065726174696F6E54797065003C64656C6574650046646F63756D656E744B657900461E5F6964002B02"
                        + "000004");
    }

    /** As DocumentSourceChangeStreamCheckInvalidate makes it: it sets the one flag. */
    @Test
    void should_differInOneFlag_fromWhatAnInvalidateFollows() {
        UUID dropped = UUID.fromString("cbcdc048-96ee-4e80-aa1d-d86d5361ab1a");
        for (Change change : List.of(
                new Change.Drop(),
                new Change.Rename(new Namespace("facts", "orders2"), Optional.of(dropped)),
                new Change.DropDatabase())) {
            OplogEntry entry = new OplogEntry(
                    new Position(0x6B04A3DD00000001L, 0),
                    Instant.EPOCH,
                    new Namespace("facts", "orders"),
                    change instanceof Change.DropDatabase ? Optional.empty() : Optional.of(COLLECTION),
                    change,
                    Optional.empty());
            for (ServerRelease release : ServerRelease.values()) {
                String event =
                        String.valueOf(ResumeToken.of(entry, false, release).get("_data"));
                Document invalidate = ResumeToken.of(entry, true, release);

                assertThat(event.substring(30, 32)).isEqualTo("6E");
                assertThat(invalidate.get("_data")).isEqualTo(event.substring(0, 30) + "6F" + event.substring(32));
                assertThat(ResumeToken.parse(invalidate).invalidate()).isTrue();
            }
        }
    }

    @Test
    void should_nameTheCollection_thatARenameDropped() {
        OplogEntry entry = new OplogEntry(
                new Position(0x6B04A3DD00000001L, 0),
                Instant.EPOCH,
                new Namespace("facts", "orders"),
                Optional.of(COLLECTION),
                new Change.Rename(
                        new Namespace("facts", "orders2"),
                        Optional.of(UUID.fromString("cbcdc048-96ee-4e80-aa1d-d86d5361ab1a"))),
                Optional.empty());
        Document identifier = new Document("operationType", "rename")
                .append(
                        "operationDescription",
                        new Document("to", new Document("db", "facts").append("coll", "orders2"))
                                .append("dropTarget", UUID.fromString("cbcdc048-96ee-4e80-aa1d-d86d5361ab1a")));

        assertThat(ResumeToken.of(entry, false, ServerRelease.V7_0).get("_data"))
                .isEqualTo("826B04A3DD000000012B042C0100296E5A1004536D285F1C224310A55942AE0067813C"
                        + new KeyStringWriter()
                                .value(identifier)
                                .end()
                                .toKeyString()
                                .toHex());
    }

    @Test
    void should_haveTypeBits_where_aNumberIsNoInt() {
        OplogEntry entry = new OplogEntry(
                new Position(1L << 32, 0),
                Instant.EPOCH,
                new Namespace("facts", "orders"),
                Optional.of(COLLECTION),
                new Change.Delete(1.0, Optional.empty()),
                Optional.empty());

        assertThat(ResumeToken.of(entry, false, ServerRelease.V4_4)).containsKeys("_data", "_typeBits");
    }

    @Test
    void should_refuse_whatIsNoToken() {
        assertThatThrownBy(() -> ResumeToken.parse(new Document("_data", "no hex")))
                .hasMessageContaining("resume token string was not a valid hex string");
        assertThatThrownBy(() -> ResumeToken.parse(new Document("other", 1)))
                .hasMessageContaining("Bad resume token: _data of missing or of wrong type. Expected string, got");
    }

    private static int operationOf(String token) {
        String part = token.substring(28);
        return part.startsWith("29") ? 0 : Integer.parseInt(part.substring(2, 4), 16) / 2;
    }

    private static OplogEntry entry(BsonDocument event, String token) {
        Matcher uuid = UUID_IN_TOKEN.matcher(token);
        assertThat(uuid.find()).isTrue();
        Change change =
                switch (event.getString("operationType").getValue()) {
                    case "drop" -> new Change.Drop();
                    case "rename" -> new Change.Rename(new Namespace("facts", "orders2"), Optional.empty());
                    default ->
                        new Change.Delete(ours(event.getDocument("documentKey")).get("_id"), Optional.empty());
                };
        return new OplogEntry(
                new Position(event.getTimestamp("clusterTime").getValue(), operationOf(token)),
                Instant.EPOCH,
                new Namespace("facts", "orders"),
                Optional.of(
                        new UUID(Long.parseUnsignedLong(uuid.group(1), 16), Long.parseUnsignedLong(uuid.group(2), 16))),
                change,
                Optional.empty());
    }

    private static Document ours(BsonDocument document) {
        ByteBuffer bytes = new RawBsonDocument(document, new BsonDocumentCodec())
                .getByteBuffer()
                .asNIO();
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return new BsonReader(ByteBuffer.wrap(copy)).document();
    }
}

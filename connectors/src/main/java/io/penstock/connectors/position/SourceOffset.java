package io.penstock.connectors.position;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.debezium.connector.mongodb.ResumeTokens;
import io.penstock.records.ResumeToken;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.bson.BSONException;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/**
 * Reads the source offset of Debezium's MongoDB connector. Its {@code resume_token} is the base64 of a BSON document
 * whose field {@code _data} is the change stream's resume token: hexadecimal text, or bytes; see {@code
 * io.debezium.connector.mongodb.ResumeTokens}.
 */
public final class SourceOffset {
    private static final String RESUME_TOKEN = "resume_token";
    private static final String DATA = "_data";
    private static final ObjectMapper JSON = new ObjectMapper();

    private SourceOffset() {}

    /**
     * The resume token of a record.
     *
     * @return the text in {@code _data}, hexadecimal on MongoDB; empty if the offset has none
     * @throws DataException if there is a token that cannot be read: a change must not go on without its position
     */
    public static Optional<String> token(SourceRecord record) {
        Map<String, ?> offset = record.sourceOffset();
        return offset != null && offset.get(RESUME_TOKEN) instanceof String encoded
                ? Optional.of(data(encoded))
                : Optional.empty();
    }

    /**
     * The offset to go on from, of one that was kept: the same, or where no stream can be resumed the place just behind
     * it ({@link ResumeToken#resumable}).
     *
     * @param offset as JSON, as Kafka Connect keeps it
     */
    public static byte[] resumable(byte[] offset) {
        return with(offset, ResumeToken::resumable);
    }

    /**
     * The offset to go on from, of one that was kept, if the event that it names cannot be found: all that happened at the
     * time of that event ({@link ResumeToken#fromItsTime}).
     *
     * @param offset as JSON, as Kafka Connect keeps it
     */
    public static byte[] fromItsTime(byte[] offset) {
        return with(offset, token -> ResumeToken.fromItsTime(ResumeToken.resumable(token)));
    }

    /** The same offset with another token: what else is in it, as of an incremental snapshot, is still so. */
    private static byte[] with(byte[] offset, UnaryOperator<String> token) {
        try {
            if (JSON.readTree(offset) instanceof ObjectNode fields
                    && fields.get(RESUME_TOKEN) instanceof TextNode encoded) {
                String data = data(encoded.textValue());
                String resumable = token.apply(data);
                if (!resumable.equals(data)) {
                    fields.put(RESUME_TOKEN, ResumeTokens.toBase64(ResumeTokens.fromData(resumable)));
                    return JSON.writeValueAsBytes(fields);
                }
            }
            return offset;
        } catch (IOException | DataException unreadable) {
            // Whoever goes on from it knows older forms, or says what is wrong with it.
            return offset;
        }
    }

    private static String data(String encoded) {
        try {
            BsonValue data = new RawBsonDocument(Base64.getDecoder().decode(encoded)).get(DATA);
            if (data != null && data.isString()) {
                return data.asString().getValue();
            }
            // Servers that only speak MongoDB's protocol may have bytes there, which sort as the text of them does.
            if (data != null && data.isBinary()) {
                return HexFormat.of().withUpperCase().formatHex(data.asBinary().getData());
            }
        } catch (BSONException | IllegalArgumentException unreadable) {
            throw new DataException(message(encoded), unreadable);
        }
        throw new DataException(message(encoded));
    }

    private static String message(String encoded) {
        return "The source offset's " + RESUME_TOKEN + " is not the base64 of a BSON document {_data: <text>}: "
                + encoded + ". Put PositionTransform behind Debezium's MongoDB connector, version 3.x, and no other.";
    }
}

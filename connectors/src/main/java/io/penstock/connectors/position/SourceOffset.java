package io.penstock.connectors.position;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
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
final class SourceOffset {
    private static final String RESUME_TOKEN = "resume_token";
    private static final String DATA = "_data";

    private SourceOffset() {}

    /**
     * The resume token of a record.
     *
     * @return the text in {@code _data}, hexadecimal on MongoDB; empty if the offset has none
     * @throws DataException if there is a token that cannot be read: a change must not go on without its position
     */
    static Optional<String> token(SourceRecord record) {
        Map<String, ?> offset = record.sourceOffset();
        return offset != null && offset.get(RESUME_TOKEN) instanceof String encoded
                ? Optional.of(data(encoded))
                : Optional.empty();
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

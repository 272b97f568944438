package io.penstock.connectors.results;

import java.util.Optional;
import org.bson.BSONException;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.json.JsonParseException;

/** Values of Extended JSON as MongoDB's driver reads them. */
final class ExtendedJson {
    private ExtendedJson() {}

    /** The value; empty if it is none, or one that the driver reads and cannot write. */
    static Optional<BsonValue> value(String json) {
        try {
            BsonDocument around = BsonDocument.parse("{\"v\": " + json + "}");
            // A regular expression with the character 0 is refused only here, with all that is sent beside it.
            return Optional.ofNullable(new RawBsonDocument(around, new BsonDocumentCodec()).get("v"));
        } catch (JsonParseException | BSONException | IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}

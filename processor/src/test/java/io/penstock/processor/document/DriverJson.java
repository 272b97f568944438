package io.penstock.processor.document;

import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/** Extended JSON as MongoDB's own driver writes it. */
enum DriverJson {
    /** What Debezium has in {@code after} and {@code before}. */
    @SuppressWarnings("deprecation")
    VERSION_1(JsonMode.STRICT),
    RELAXED(JsonMode.RELAXED),
    CANONICAL(JsonMode.EXTENDED);

    private final JsonMode mode;

    DriverJson(JsonMode mode) {
        this.mode = mode;
    }

    String write(BsonDocument document) {
        return document.toJson(JsonWriterSettings.builder().outputMode(mode).build());
    }

    /** A value alone, as Debezium cuts it out of a document of one field. */
    String write(BsonValue value) {
        String document = write(new BsonDocument("v", value));
        return document.substring("{\"v\": ".length(), document.length() - 1);
    }
}

package io.penstock.processor.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import org.bson.BsonBinary;
import org.bson.BsonDbPointer;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.bson.internal.UuidHelper;
import org.bson.types.Decimal128;

/** The plain form of each BSON type, told from the value and not from its Extended JSON. */
final class PlainOracle {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private PlainOracle() {}

    static JsonNode plain(BsonValue value) {
        return switch (value.getBsonType()) {
            case DOUBLE -> real(value.asDouble().getValue());
            case STRING -> JSON.textNode(value.asString().getValue());
            case DOCUMENT -> {
                ObjectNode object = JSON.objectNode();
                value.asDocument().forEach((key, member) -> object.set(key, plain(member)));
                yield object;
            }
            case ARRAY -> {
                ArrayNode array = JSON.arrayNode();
                value.asArray().forEach(element -> array.add(plain(element)));
                yield array;
            }
            case BINARY -> binary(value.asBinary());
            case UNDEFINED, NULL -> JSON.nullNode();
            case OBJECT_ID -> JSON.textNode(value.asObjectId().getValue().toHexString());
            case BOOLEAN -> JSON.booleanNode(value.asBoolean().getValue());
            case DATE_TIME -> JSON.textNode(date(value.asDateTime().getValue()));
            case REGULAR_EXPRESSION ->
                object("$regularExpression")
                        .set(
                                "$regularExpression",
                                object("pattern", value.asRegularExpression().getPattern())
                                        .put(
                                                "options",
                                                value.asRegularExpression().getOptions()));
            case DB_POINTER -> pointer(value.asDBPointer());
            case JAVASCRIPT -> object("$code", value.asJavaScript().getCode());
            case SYMBOL -> JSON.textNode(value.asSymbol().getSymbol());
            case JAVASCRIPT_WITH_SCOPE ->
                object("$code", value.asJavaScriptWithScope().getCode())
                        .set("$scope", plain(value.asJavaScriptWithScope().getScope()));
            case INT32 -> JSON.numberNode(value.asInt32().getValue());
            case TIMESTAMP -> timestamp(value.asTimestamp());
            case INT64 -> whole(value.asInt64().getValue());
            case DECIMAL128 -> decimal(value.asDecimal128().getValue());
            case MIN_KEY -> object("$minKey").put("$minKey", 1);
            case MAX_KEY -> object("$maxKey").put("$maxKey", 1);
            case END_OF_DOCUMENT -> throw new AssertionError("no value");
        };
    }

    private static JsonNode real(double value) {
        return Double.isFinite(value) ? JSON.numberNode(value) : JSON.textNode(Double.toString(value));
    }

    private static JsonNode whole(long value) {
        return Math.abs((double) value) > Integer.MAX_VALUE ? JSON.numberNode(value) : JSON.numberNode((int) value);
    }

    private static JsonNode decimal(Decimal128 value) {
        if (value.isNaN() || value.isInfinite()) {
            return JSON.textNode(value.toString());
        }
        return value.toString().startsWith("-0E") || value.toString().matches("-0[.0]*")
                ? JSON.numberNode(-0.0)
                : DecimalNode.valueOf(value.bigDecimalValue());
    }

    private static JsonNode binary(BsonBinary binary) {
        return JSON.textNode(
                binary.getType() == 4 && binary.getData().length == 16
                        ? UuidHelper.decodeBinaryToUuid(
                                        binary.getData(), binary.getType(), org.bson.UuidRepresentation.STANDARD)
                                .toString()
                        : Base64.getEncoder().encodeToString(binary.getData()));
    }

    private static String date(long millis) {
        return DATE.format(Instant.ofEpochMilli(millis));
    }

    private static ObjectNode timestamp(BsonTimestamp value) {
        ObjectNode parts = JSON.objectNode();
        parts.set("t", whole(Integer.toUnsignedLong(value.getTime())));
        parts.set("i", whole(Integer.toUnsignedLong(value.getInc())));
        return JSON.objectNode().set("$timestamp", parts);
    }

    private static ObjectNode pointer(BsonDbPointer value) {
        return object("$ref", value.getNamespace()).put("$id", value.getId().toHexString());
    }

    private static ObjectNode object(String key) {
        return JSON.objectNode().putNull(key);
    }

    private static ObjectNode object(String key, String text) {
        return JSON.objectNode().put(key, text);
    }
}

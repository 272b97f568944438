package io.penstock.processor.document;

import java.math.BigDecimal;
import java.util.stream.Collectors;
import org.bson.BsonDouble;
import org.bson.BsonNumber;
import org.bson.BsonValue;
import org.bson.types.Decimal128;

/** One text for all values that MongoDB takes for the same, as its manual's page on comparison order says. */
final class MongoIdentity {
    private MongoIdentity() {}

    static String of(BsonValue value) {
        if (value instanceof BsonNumber number) {
            return "number " + number(number);
        }
        return switch (value.getBsonType()) {
            case DOCUMENT ->
                value.asDocument().entrySet().stream()
                        .map(member -> member.getKey().length() + member.getKey() + of(member.getValue()))
                        .collect(Collectors.joining(",", "{", "}"));
            case ARRAY -> value.asArray().stream().map(MongoIdentity::of).collect(Collectors.joining(",", "[", "]"));
            case STRING -> string(value.asString().getValue());
            case SYMBOL -> string(value.asSymbol().getSymbol());
            // Both are a reference in Extended JSON: that they differ is lost before Penstock sees them.
            case DB_POINTER ->
                "{%s,%s}"
                        .formatted(
                                "4$ref" + string(value.asDBPointer().getNamespace()),
                                "3$idOBJECT_ID" + value.asDBPointer().getId());
            case OBJECT_ID -> "OBJECT_ID" + value.asObjectId().getValue();
            default -> value.getBsonType() + value.toString();
        };
    }

    private static String string(String text) {
        return "string" + text.length() + text;
    }

    private static String number(BsonNumber number) {
        if (number.isDecimal128()) {
            Decimal128 decimal = number.asDecimal128().getValue();
            boolean negativeZero = decimal.isNegative()
                    && decimal.isFinite()
                    && decimal.toString().matches("-0.*")
                    && decimal.doubleValue() == 0
                    && decimal.toString().replaceAll("E.*|[-.0]", "").isEmpty();
            return !decimal.isFinite() ? decimal.toString() : negativeZero ? "0" : exact(decimal.bigDecimalValue());
        }
        if (number instanceof BsonDouble real) {
            double value = real.getValue();
            return Double.isFinite(value) ? exact(new BigDecimal(value)) : Double.toString(value);
        }
        return exact(BigDecimal.valueOf(number.longValue()));
    }

    private static String exact(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toString();
    }
}

package io.penstock.processor.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;

/**
 * A value that Extended JSON writes as an object with a {@code $} key, its <em>wrapper</em>: one record per BSON type.
 * {@link Wrappers} recognises them.
 */
sealed interface BsonScalar {

    /** What stands in the plain document for it. */
    JsonNode plain();

    /** {@code $oid}; twelve bytes as 24 lower-case hexadecimal digits. */
    record ObjectId(String hex) implements BsonScalar {
        @Override
        public JsonNode plain() {
            return TextNode.valueOf(hex);
        }
    }

    /** {@code $numberInt} and {@code $numberLong}. */
    record Whole(long value) implements BsonScalar {
        @Override
        public JsonNode plain() {
            return PlainForm.whole(value);
        }
    }

    /** {@code $numberDouble}. */
    record Real(double value) implements BsonScalar {
        @Override
        public JsonNode plain() {
            return PlainForm.real(value);
        }
    }

    /** {@code $numberDecimal}, finite and with the digits it was written with, so that 12.50 stays 12.50. */
    record Decimal(BigDecimal value) implements BsonScalar {
        @Override
        public JsonNode plain() {
            return DecimalNode.valueOf(value);
        }
    }

    /** {@code $numberDecimal} that is no number for Java: {@code NaN}, an infinity, or a negative zero. */
    record SpecialDecimal(double value) implements BsonScalar {
        @Override
        public JsonNode plain() {
            return value == 0 ? DoubleNode.valueOf(-0.0) : PlainForm.real(value);
        }
    }

    /** {@code $date}: milliseconds since 1970 in UTC. */
    record Date(long epochMillis) implements BsonScalar {
        String iso() {
            return InstantText.ofMillis(epochMillis);
        }

        @Override
        public JsonNode plain() {
            return TextNode.valueOf(iso());
        }
    }

    /**
     * {@code $binary}, {@code $uuid}.
     *
     * @param base64 the bytes, in the standard alphabet with padding
     * @param subtype 0 to 255
     */
    record Binary(String base64, int subtype) implements BsonScalar {
        private static final int UUID_SUBTYPE = 4;
        private static final int UUID_LENGTH = 16;

        static Binary of(UUID uuid) {
            byte[] bytes = ByteBuffer.allocate(UUID_LENGTH)
                    .putLong(uuid.getMostSignificantBits())
                    .putLong(uuid.getLeastSignificantBits())
                    .array();
            return new Binary(Base64.getEncoder().encodeToString(bytes), UUID_SUBTYPE);
        }

        boolean isUuid() {
            // The sixteen bytes of a UUID are 24 characters with their padding.
            return subtype == UUID_SUBTYPE && base64.length() == 24 && base64.endsWith("==");
        }

        String uuid() {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
            return new UUID(bytes.getLong(), bytes.getLong()).toString();
        }

        String subtypeHex() {
            return HexFormat.of().toHexDigits((byte) subtype);
        }

        /**
         * Subtype 3, the old UUID, stays base64: drivers wrote its bytes in three orders and nothing tells which, so that
         * any UUID text could be the wrong one.
         */
        @Override
        public JsonNode plain() {
            return TextNode.valueOf(isUuid() ? uuid() : base64);
        }
    }

    /** {@code $symbol}, long deprecated: a string to everyone. */
    record Symbol(String text) implements BsonScalar {
        @Override
        public JsonNode plain() {
            return PlainForm.text(text);
        }
    }

    /** {@code $undefined}, long deprecated: null to everyone. */
    record Undefined() implements BsonScalar {
        @Override
        public JsonNode plain() {
            return NullNode.getInstance();
        }
    }

    /** {@code $code} with {@code $scope}; the scope is still Extended JSON. */
    record ScopedCode(String code, ObjectNode scope) implements BsonScalar {
        @Override
        public JsonNode plain() {
            ObjectNode plain = JsonNodeFactory.instance.objectNode();
            plain.set("$code", PlainForm.text(code));
            plain.set("$scope", PlainForm.of(scope));
            return plain;
        }
    }

    /** {@code $dbPointer}, long deprecated: a reference like any other, as version 1 writes it. */
    record DbPointer(String collection, JsonNode id) implements BsonScalar {
        @Override
        public JsonNode plain() {
            ObjectNode plain = JsonNodeFactory.instance.objectNode();
            plain.set("$ref", PlainForm.text(collection));
            plain.set("$id", PlainForm.of(id));
            return plain;
        }
    }

    /**
     * What JSON has no word for, and what is rare: it keeps its wrapper. Regular expressions, code, timestamps, the smallest
     * and the greatest key.
     *
     * @param wrapper of Extended JSON version 2
     */
    record Kept(ObjectNode wrapper) implements BsonScalar {
        @Override
        public JsonNode plain() {
            return wrapper;
        }
    }
}

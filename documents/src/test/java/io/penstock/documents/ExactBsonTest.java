package io.penstock.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.types.Decimal128;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactBsonTest {
    private static ObjectNode tree() {
        return JsonNodeFactory.instance.objectNode();
    }

    @Test
    void should_give_each_number_the_type_that_it_has() {
        BsonDocument document = ExactBson.document(tree().put("real", 0.1)
                .put("zero", -0.0)
                .put("nothing", Double.NaN)
                .put("decimal", new BigDecimal("0.1"))
                .put("greatest", new BigDecimal("1E+6144"))
                .put("large", BigInteger.TWO.pow(63))
                .put("small", 7L));

        assertThat(document)
                .isEqualTo(new BsonDocument("real", new BsonDouble(0.1))
                        .append("zero", new BsonDouble(-0.0))
                        .append("nothing", new BsonDouble(Double.NaN))
                        .append("decimal", new BsonDecimal128(Decimal128.parse("0.1")))
                        .append("greatest", new BsonDecimal128(Decimal128.parse("1E+6144")))
                        .append("large", new BsonDecimal128(Decimal128.parse("9223372036854775808")))
                        .append("small", new BsonInt32(7)));
    }

    @Test
    void should_replace_half_a_surrogate_pair_that_no_client_could_read_again() {
        BsonDocument document = ExactBson.document(tree().put("a\uD800", "\uDC00 \uD83D\uDE00"));

        assertThat(document.getString("a\uFFFD").getValue()).isEqualTo("\uFFFD \uD83D\uDE00");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"$oid\": \"507f1f77bcf86cd799439011\"}",
                "{\"a\": {\"$oid\": \"none\"}}",
                "{\"a\": {\"$oid\": \"507f1f77bcf86cd799439011\", \"b\": 1}}",
                "{\"a\": {\"$binary\": {\"base64\": \"*\", \"subType\": \"00\"}}}",
                "{\"a\": {\"$numberDecimal\": \"12345678901234567890123456789012345\"}}",
                "{\"a\": 12345678901234567890123456789012345}",
            })
    void should_say_what_MongoDB_cannot_hold(String json) throws Exception {
        ObjectNode tree = JsonMapper.builder().build().readValue(json, ObjectNode.class);

        assertThatThrownBy(() -> ExactBson.document(tree))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("The document is not Extended JSON", "round it");
    }
}

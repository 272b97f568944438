package io.penstock.processor.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.io.NumberOutput;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.FloatNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Comparator;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtendedJsonTest {
    private static final int DOCUMENTS = 3_000;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Numbers are the same if they have the same digits: 1.0E20 is 1.0E+20. */
    private static final Comparator<JsonNode> DIGITS = Comparator.comparing(ExtendedJsonTest::digits);

    private static String digits(JsonNode scalar) {
        if (!scalar.isNumber()) {
            return scalar.toString();
        }
        // Before Java 19 not every double's text was the shortest.
        String text = scalar.isDouble() ? NumberOutput.toString(scalar.doubleValue(), true) : scalar.asText();
        return new BigDecimal(text).toString();
    }

    @ParameterizedTest
    @EnumSource
    void should_write_what_MongoDB_reads_as_the_same_plain_document(ExtendedJson.Form form) {
        RandomBson bson = RandomBson.create();

        for (int i = 0; i < DOCUMENTS; i++) {
            ObjectNode plain = PlainJson.read(DriverJson.VERSION_1.write(bson.document(4)));

            String written = ExtendedJson.write(plain, form);

            ObjectNode again = PlainJson.read(DriverJson.VERSION_1.write(BsonDocument.parse(written)));
            assertThat(plain.equals(DIGITS, again))
                    .as("seed %d, document %d: %s became %s", bson.seed(), i, plain, again)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "2147483647; {\"$numberInt\":\"2147483647\"}",
                "2147483648; {\"$numberLong\":\"2147483648\"}",
                "9223372036854775807; {\"$numberLong\":\"9223372036854775807\"}",
                "9223372036854775808; {\"$numberDecimal\":\"9223372036854775808\"}",
                "12.5; {\"$numberDouble\":\"12.5\"}",
                "12.50; {\"$numberDecimal\":\"12.50\"}",
                "1E+3; {\"$numberDecimal\":\"1E+3\"}",
                "1.0E20; {\"$numberDouble\":\"1.0E20\"}",
                "0.1000000000000000055511151231257827021181583404541015625; {\"$numberDouble\":\"0.1\"}",
                "1E-6176; {\"$numberDecimal\":\"1E-6176\"}",
            })
    void should_give_numbers_the_smallest_type_that_holds_them(BigDecimal number, String canonical) {
        assertThat(ExtendedJson.write(JSON.numberNode(number), ExtendedJson.Form.CANONICAL))
                .isEqualTo(canonical);
    }

    @Test
    void should_write_numbers_by_what_they_say_and_not_by_their_class() {
        assertThat(ExtendedJson.write(FloatNode.valueOf(0.1f))).isEqualTo("0.1");
        assertThat(ExtendedJson.write(JSON.numberNode(BigInteger.TEN.pow(40))))
                .isEqualTo("{\"$numberDecimal\":\"1E+40\"}");
        assertThat(ExtendedJson.write(JSON.numberNode(7L))).isEqualTo(ExtendedJson.write(IntNode.valueOf(7)));
        assertThat(ExtendedJson.write(DoubleNode.valueOf(Double.NaN))).isEqualTo("{\"$numberDouble\":\"NaN\"}");
        assertThat(ExtendedJson.write(DoubleNode.valueOf(-0.0))).isEqualTo("-0.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":{\"$oid\":\"507f1f77bcf86cd799439011\"}}",
                "{\"a\":{\"$date\":\"2023-11-14T22:13:20.120Z\"}}",
                "{\"a\":[{\"$numberLong\":\"7\"}]}",
                "{\"a\":{\"$binary\":{\"base64\":\"AQID\",\"subType\":\"05\"}}}",
            })
    void should_write_a_wrapper_as_it_stands(String json) throws Exception {
        JsonNode result = ExtendedJsonSource.nodes().readValue(json);

        assertThat(ExtendedJson.write(result)).isEqualTo(json);
        assertThat(BsonDocument.parse(json).get("a")).isNotInstanceOf(BsonDocument.class);
    }

    @Test
    void should_write_bytes_as_binary() {
        assertThat(ExtendedJson.write(BinaryNode.valueOf(new byte[] {1, 2, 3})))
                .isEqualTo("{\"$binary\":{\"base64\":\"AQID\",\"subType\":\"00\"}}");
    }

    @Test
    void should_refuse_what_MongoDB_cannot_hold() {
        assertRefused(
                JSON.numberNode(new BigDecimal("1.0000000000000000000000000000000001")),
                "/a/0",
                "35 digits",
                "round it");
        assertRefused(JSON.objectNode().put("$oid", "none"), "/a/0", "$oid", "another name");
        assertRefused(new POJONode(new Object()), "/a/0", "no JSON");
    }

    private static void assertRefused(JsonNode value, String... parts) {
        ObjectNode result = JSON.objectNode();
        result.putArray("a").add(value);
        assertThatThrownBy(() -> ExtendedJson.write(result))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(parts);
    }
}

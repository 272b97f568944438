package io.penstock.processor.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.api.MalformedDocumentException;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainJsonTest {
    private static final int DOCUMENT_LIMIT = 16 << 20;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"a\":{}}",
                "{\"$oid\":\"507f1f77bcf86cd799439011\"}",
                "{\"a\":{\"$oid\":\"none\"}}",
                "{\"a\":{\"$oid\":7}}",
                "{\"a\":{\"$oid\":\"507f1f77bcf86cd799439011\",\"b\":1}}",
                "{\"a\":{\"b\":1,\"$oid\":\"507f1f77bcf86cd799439011\"}}",
                "{\"a\":{\"$date\":\"yesterday\"}}",
                "{\"a\":{\"$date\":\"2023-11-14T22:13:20.123456Z\"}}",
                "{\"a\":{\"$date\":{\"b\":1}}}",
                "{\"a\":{\"$numberLong\":\"9223372036854775808\"}}",
                "{\"a\":{\"$numberInt\":\"2147483648\"}}",
                "{\"a\":{\"$numberDecimal\":\"1E+9999\"}}",
                "{\"a\":{\"$numberDecimal\":\"0x1p3\"}}",
                "{\"a\":{\"$numberDouble\":\"1d\"}}",
                "{\"a\":{\"$numberLong\":5}}",
                "{\"a\":{\"$numberInt\":5}}",
                "{\"a\":{\"$numberDecimal\":12.5}}",
                "{\"a\":{\"$numberDouble\":12.5}}",
                "{\"a\":{\"$date\":{\"$numberLong\":5}}}",
                "{\"a\":{\"$binary\":\"AQID\"}}",
                "{\"a\":{\"$binary\":\"*\",\"$type\":\"00\"}}",
                "{\"a\":{\"$binary\":{\"base64\":\"AQID\",\"subType\":\"zero\"}}}",
                "{\"a\":{\"$timestamp\":{\"t\":-1,\"i\":0}}}",
                "{\"a\":{\"$undefined\":false}}",
                "{\"a\":{\"$minKey\":2}}",
                "{\"a\":{\"$regex\":\"a\"}}",
                "{\"a\":{\"$set\":{\"b\":1}}}",
                "{\"a.b\":1,\"$c\":2,\"\":3}",
            })
    void should_keep_as_it_is_what_is_no_wrapper(String json) {
        assertThat(PlainJson.read(json)).hasToString(json);
    }

    /** Its wrapper would be text, too: a double is not. */
    @Test
    void should_take_no_number_in_an_object_for_a_wrapper_of_it() {
        assertThat(PlainJson.read(
                        "{\"a\": {\"$numberDecimal\": NaN}, \"b\": {\"$numberLong\": {\"$numberLong\": \"5\"}}}"))
                .hasToString("{\"a\":{\"$numberDecimal\":\"NaN\"},\"b\":{\"$numberLong\":5}}");
    }

    @Test
    void should_read_wrappers_within_what_looks_like_one() {
        assertThat(PlainJson.read("{\"a\": {\"$set\": {\"b\": {\"$numberLong\": \"1\"}, \"c\": [{\"$date\": 0}]}}}"))
                .hasToString("{\"a\":{\"$set\":{\"b\":1,\"c\":[\"1970-01-01T00:00:00.000Z\"]}}}");
    }

    @ParameterizedTest
    @CsvSource({
        "2023-11-14T22:13:20.123Z",
        "2023-11-14T22:13:20.123+00:00",
        "2023-11-14T22:13:20.123+0000",
        "2023-11-15T00:13:20.123+02:00",
    })
    void should_read_dates_with_every_offset(String date) {
        assertThat(PlainJson.read("{\"a\": {\"$date\": \"" + date + "\"}}"))
                .hasToString("{\"a\":\"2023-11-14T22:13:20.123Z\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1E+6144", "1.5E+6144", "-123E+6142", "0E+6144", "1E-6176"})
    void should_read_a_decimal_at_the_ends_of_its_range(String decimal) {
        assertThat(PlainJson.read("{\"a\": {\"$numberDecimal\": \"" + decimal + "\"}}")
                        .get("a")
                        .decimalValue())
                .isEqualTo(new BigDecimal(decimal));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1E+6145", "12345678901234567890123456789012345E+6111", "1E-6177"})
    void should_keep_as_it_is_what_no_decimal_holds(String text) {
        String json = "{\"a\":{\"$numberDecimal\":\"" + text + "\"}}";
        assertThat(PlainJson.read(json)).hasToString(json);
    }

    @Test
    void should_take_the_last_of_two_values_of_one_key() {
        assertThat(PlainJson.read("{\"a\": 1, \"b\": 2, \"a\": 3}")).hasToString("{\"a\":3,\"b\":2}");
    }

    @Test
    void should_skip_a_byte_order_mark() {
        assertThat(PlainJson.read("\uFEFF{\"a\": 1}")).hasToString("{\"a\":1}");
        assertThat(PlainJson.read("\uFEFF{\"a\": 1}".getBytes(UTF_8))).hasToString("{\"a\":1}");
    }

    @Test
    void should_replace_half_a_surrogate_pair() {
        assertThat(PlainJson.read("{\"a\": \"x\\ud800y\\udc00\\ud83d\\ude00\"}")
                        .get("a")
                        .textValue())
                .isEqualTo("x\uFFFDy\uFFFD\uD83D\uDE00");
    }

    @Test
    void should_read_as_deep_as_MongoDB_nests() {
        String deep = "{\"a\":".repeat(100) + "{\"$numberLong\":\"1\"}" + "}".repeat(100);

        assertThat(PlainJson.read(deep)).hasToString("{\"a\":".repeat(100) + "1" + "}".repeat(100));
    }

    @Test
    void should_refuse_what_is_nested_without_end() {
        assertThatThrownBy(() -> PlainJson.read("{\"a\":".repeat(100_000)))
                .isInstanceOf(MalformedDocumentException.class)
                .hasMessageContaining("256");
    }

    @Test
    void should_read_documents_as_large_as_MongoDB_takes_them() {
        String base64 = "AQID".repeat(DOCUMENT_LIMIT / 3);
        String escaped = "\\u0001".repeat(DOCUMENT_LIMIT);

        assertThat(PlainJson.read("{\"a\": {\"$binary\": \"" + base64 + "\", \"$type\": \"00\"}}")
                        .get("a")
                        .textValue())
                .isEqualTo(base64);
        assertThat(PlainJson.read("{\"a\": \"" + escaped + "\"}").get("a").textValue())
                .hasSize(DOCUMENT_LIMIT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '!',
            value = {
                "!!; line 1, column 1; here is nothing",
                "null; line 1, column 5; here is null",
                "[1]; line 1, column 2; a document is an object",
                "{\"a\": {\"b\": [1, x]}}; line 1, column 18; at /a/b/1",
                "{\"a\": 1; line 1, column 8; end-of-input",
                "{\"a\": {\"$oid\": \"; line 1, column 17; at /a/$oid",
                "{} {}; line 1, column 5; more follows",
                "plain text; line 1, column 6; Unrecognized token",
            })
    void should_say_where_it_is_malformed(String json, String place, String what) {
        assertThatThrownBy(() -> PlainJson.read(json))
                .isInstanceOf(MalformedDocumentException.class)
                .hasMessageContainingAll(place, what);
    }

    @Test
    void should_say_that_bytes_are_no_text() {
        assertThatThrownBy(() -> PlainJson.read(new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xFF, '"', '}'}))
                .isInstanceOf(MalformedDocumentException.class)
                .hasMessageContaining("UTF-8");
    }
}

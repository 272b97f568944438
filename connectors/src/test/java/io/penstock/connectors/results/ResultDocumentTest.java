package io.penstock.connectors.results;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.NumberOutput;
import io.penstock.records.HeaderNames;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultDocumentTest {
    private static final Map<String, String> HEADERS = Map.of(
            HeaderNames.JOB, "invoice",
            HeaderNames.COLLECTION, "shop.orders",
            HeaderNames.TASK_ID, "o-1",
            HeaderNames.VERSION, "65ba3a4000000001.1.00000000.2");

    private static final ResultDocument.Source SOURCE = new ResultDocument.Source("penstock.results", 0, 1, 2);

    private static BsonDocument document(String result) {
        return document(result.getBytes(UTF_8));
    }

    private static BsonDocument document(byte[] result) {
        return ResultDocument.of(name -> Optional.ofNullable(HEADERS.get(name)), result, SOURCE)
                .orElseThrow();
    }

    @Test
    void should_leave_out_what_is_small_as_json_and_too_large_as_bson() {
        String zeros = "[0" + ",0".repeat(1_300_000) + "]";

        BsonDocument document = document(zeros);

        assertThat(document.getInt32("resultTooLarge")).isEqualTo(new BsonInt32(zeros.length()));
        assertThat(document.containsKey("result")).isFalse();
    }

    @Test
    void should_keep_what_is_large_and_fits() {
        String zeros = "[0" + ",0".repeat(800_000) + "]";

        assertThat(document(zeros).getArray("result")).hasSize(800_001);
    }

    @Test
    void should_keep_a_decimal_that_ends_with_a_zero_a_decimal() {
        BsonDocument result = document("{\"total\": 12.50, \"real\": 12.5, \"tiny\": 1e-7, \"huge\": 1e+21}")
                .getDocument("result");

        assertThat(result.get("total")).isEqualTo(new BsonDecimal128(Decimal128.parse("12.50")));
        assertThat(result.get("real")).isEqualTo(new BsonDouble(12.5));
        assertThat(result.get("tiny")).isEqualTo(new BsonDouble(1e-7));
        assertThat(result.get("huge")).isEqualTo(new BsonDouble(1e21));
    }

    @Test
    void should_keep_every_number_by_value_and_with_its_digits() {
        long seed = Long.getLong("penstock.seed", System.nanoTime());
        System.out.println("-Dpenstock.seed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String text = number(random);

            BsonValue number = Objects.requireNonNull(document(text).get("result"));

            assertThat(number)
                    .as("seed %d, number %d: %s", seed, i, text)
                    .satisfies(kept -> assertThat(digits(kept)).isEqualByComparingTo(new BigDecimal(text)));
            if (number.isDecimal128() && !text.contains("E")) {
                assertThat(number.asDecimal128().getValue()).hasToString(text);
            }
        }
    }

    /** Of any of the types that a document of MongoDB may have. */
    private static String number(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Integer.toString(random.nextInt());
            case 1 -> Long.toString(random.nextLong() >> random.nextInt(64));
            case 2 -> {
                double real = Double.longBitsToDouble(random.nextLong());
                yield Double.isFinite(real) ? NumberOutput.toString(real, true) : "-0.0";
            }
            default -> new BigDecimal(new BigInteger(random.nextInt(112), random), random.nextInt(60) - 10).toString();
        };
    }

    private static BigDecimal digits(BsonValue number) {
        return number.isDouble()
                ? new BigDecimal(NumberOutput.toString(number.asDouble().getValue(), true))
                : number.asNumber().decimal128Value().bigDecimalValue();
    }

    @Test
    void should_keep_a_negative_zero() {
        BsonDocument result = document("{\"real\": -0.0, \"exact\": -0.00}").getDocument("result");

        assertThat(result.get("real")).isEqualTo(new BsonDouble(-0.0));
        assertThat(result.get("exact")).isEqualTo(new BsonDecimal128(Decimal128.parse("-0.00")));
    }

    @Test
    void should_make_a_text_of_a_number_that_no_type_holds() {
        BsonDocument result = document(
                        "{\"long\": 12345678901234567890123456789012345, \"huge\": 1E+6145, \"greatest\": 1E+6144}")
                .getDocument("result");

        assertThat(result.get("long")).isEqualTo(new BsonString("12345678901234567890123456789012345"));
        assertThat(result.get("huge")).isEqualTo(new BsonString("1E+6145"));
        assertThat(result.get("greatest")).isEqualTo(new BsonDecimal128(Decimal128.parse("1E+6144")));
    }

    @Test
    void should_take_a_wrapper_for_the_type_that_it_names() {
        BsonDocument result = document("{\"customer\": {\"$oid\": \"507f1f77bcf86cd799439011\"}, \"due\": [{\"$date\":"
                        + " \"2023-11-14T22:13:20.120Z\"}, {\"$date\": {\"$numberLong\": \"5\"}}], \"exact\":"
                        + " {\"$numberDecimal\": \"12.5\"}, \"long\": {\"$numberLong\": \"7\"}, \"at\":"
                        + " {\"$ref\": \"c\", \"$id\": {\"$oid\": \"507f1f77bcf86cd799439011\"}, \"$db\": \"d\","
                        + " \"more\": 1}}")
                .getDocument("result");

        assertThat(result.get("customer")).isEqualTo(new BsonObjectId(new ObjectId("507f1f77bcf86cd799439011")));
        assertThat(result.getArray("due")).containsExactly(new BsonDateTime(1700000000120L), new BsonDateTime(5));
        assertThat(result.get("exact")).isEqualTo(new BsonDecimal128(Decimal128.parse("12.5")));
        assertThat(result.get("long")).isEqualTo(new BsonInt64(7));
        assertThat(result.getDocument("at").getObjectId("$id").getValue())
                .isEqualTo(new ObjectId("507f1f77bcf86cd799439011"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\": {\"$oid\": \"none\"}}",
                "{\"a\": {\"$oid\": \"507f1f77bcf86cd799439011\", \"b\": 1}}",
                "{\"a\": {\"b\": 1, \"$oid\": \"507f1f77bcf86cd799439011\"}}",
                "{\"a\": {\"$numberInt\": \"2147483648\"}}",
                "{\"a\": {\"$regularExpression\": {\"pattern\": \"a\\u0000b\", \"options\": \"\"}}}",
                "{\"a\": {\"$id\": 1, \"$ref\": \"c\"}}",
                "{\"a\": {\"$ref\": 1, \"$id\": 1}}",
                "{\"a\": {\"b\": 1, \"$ref\": \"c\", \"$id\": 1}}",
                "{\"a\": {\"$set\": {\"b\": 1}}}",
                "{\"a.b\": 1}",
                "{\"\": 1}",
                "{} {}",
                "{\"a\\ud800\": 1}",
                "no JSON",
                " ",
            })
    void should_keep_as_text_what_is_no_content_for_a_document(String result) {
        BsonDocument document = document(result);

        assertThat(document.get("resultJson")).isEqualTo(new BsonString(result));
        assertThat(document.containsKey("result")).isFalse();
    }

    @Test
    void should_keep_as_text_what_is_too_deep() {
        String deep = "[".repeat(90) + "1" + "]".repeat(90);

        assertThat(document(deep).containsKey("result")).isTrue();
        assertThat(document("[" + deep + "]").getString("resultJson").getValue())
                .isEqualTo("[" + deep + "]");
        assertThat(document("[".repeat(500_000)).containsKey("resultJson")).isTrue();
    }

    @Test
    void should_replace_half_a_surrogate_pair_that_no_client_could_read_again() {
        BsonDocument result = document("{\"a\": \"\\udc00 \\ud83d\\ude00\"}").getDocument("result");

        assertThat(result.getString("a").getValue()).isEqualTo("\uFFFD \uD83D\uDE00");
    }

    @Test
    void should_leave_out_what_is_no_text_and_grows_too_large_as_one() {
        byte[] bytes = new byte[10 << 20];
        Arrays.fill(bytes, (byte) 0xFF);

        BsonDocument document = document(bytes);

        assertThat(document.getInt32("resultTooLarge")).isEqualTo(new BsonInt32(bytes.length));
        assertThat(document.containsKey("resultJson")).isFalse();
    }

    @Test
    void should_keep_as_text_the_id_of_a_document_that_only_looks_like_a_wrapper() {
        String id = "{\"$oid\": \"none\"}";
        BsonDocument document = ResultDocument.of(
                        name -> Optional.ofNullable(name.equals(HeaderNames.DOCUMENT_ID) ? id : HEADERS.get(name)),
                        new byte[0],
                        SOURCE)
                .orElseThrow();

        assertThat(document.get("documentId")).isEqualTo(new BsonString(id));
    }
}

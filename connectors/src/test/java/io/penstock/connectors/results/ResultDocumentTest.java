package io.penstock.connectors.results;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.records.HeaderNames;
import java.util.Map;
import java.util.Optional;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.types.Decimal128;
import org.junit.jupiter.api.Test;

class ResultDocumentTest {
    private static final Map<String, String> HEADERS = Map.of(
            HeaderNames.JOB, "invoice",
            HeaderNames.COLLECTION, "shop.orders",
            HeaderNames.TASK_ID, "o-1",
            HeaderNames.VERSION, "65ba3a4000000001.1.00000000.2");

    private static BsonDocument document(String result) {
        return ResultDocument.of(
                        name -> Optional.ofNullable(HEADERS.get(name)),
                        result.getBytes(UTF_8),
                        new ResultDocument.Source("penstock.results", 0, 1, 2))
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
}

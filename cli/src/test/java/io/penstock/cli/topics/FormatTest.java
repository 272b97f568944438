package io.penstock.cli.topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class FormatTest {
    private static final byte[] NO_TEXT = {(byte) 0xC3, 0x28};

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void result_forPeople_isARowOfTheTable() {
        ResultFormat format = new ResultFormat(90);

        assertThat(format.heading())
                .isEqualTo("TIME                      JOB               TASK ID                     RESULT");
        assertThat(format.format(Records.result("{\"total\":\n12}")))
                .isEqualTo("2026-11-23 23:16:55.123Z  invoice           o-1                         {\"total\": 12}");
        assertThat(format.format(Records.result("x".repeat(100)))).hasSize(90).endsWith("…");
    }

    @Test
    void deadLetter_forPeople_saysWhatWhyAndWhatToDo() {
        String block = new DeadLetterFormat().format(Records.deadLetter("{\"after\":1}".getBytes(UTF_8)));

        assertThat(block.lines())
                .containsExactly(
                        "2026-11-23 23:16:55.123Z  error  handler-failed",
                        "  task      o-1 of job invoice, attempts 3",
                        "  error     java.lang.IllegalStateException: no price?[2J",
                        "            java.lang.IllegalStateException: no price",
                        "                at shop.Invoice.price(Invoice.java:7?[2J)",
                        "  remedy    Mend the handler, or what it calls; the error message says what it threw.",
                        "  source    penstock.shop.orders, partition 1, offset 42",
                        "  original  11 B: {\"after\":1}");
    }

    @Test
    void deadLetter_withoutHeaders_isShownAllTheSame() {
        String block = new DeadLetterFormat().format(Records.record("k", "stray".getBytes(UTF_8), Map.of()));

        assertThat(block.lines()).containsExactly("2026-11-23 23:16:55.123Z  -  -", "  original  5 B: stray");
    }

    @Test
    void json_hasHeadersAsFields_andTheOriginalsHeadersApart() throws Exception {
        String line = new JsonFormat().format(Records.deadLetter("{\"after\":1}".getBytes(UTF_8)));

        JsonNode object = json.readTree(line);
        assertThat(line).doesNotContain("\n");
        assertThat(object.get("time").asText()).isEqualTo("2026-11-23T23:16:55.123Z");
        assertThat(object.get("partition").asInt()).isEqualTo(2);
        assertThat(object.get("offset").asInt()).isEqualTo(7);
        assertThat(object.get("key").asText()).isEqualTo("{\"id\":\"o-1\"}");
        assertThat(object.get("reason").asText()).isEqualTo("handler-failed");
        assertThat(object.get("source_offset").isNumber()).isTrue();
        assertThat(object.get("value").get("after").asInt()).isEqualTo(1);
        assertThat(object.get("headers").get("traceparent").asText()).isEqualTo("00-ab-cd-01");
    }

    @Test
    void json_keepsEveryDigit() {
        String value = "{\"id\":9007199254740993,\"price\":1234567890.12345678901234567890}";

        assertThat(new JsonFormat().format(Records.result(value))).contains("\"value\":" + value);
    }

    @Test
    void json_ofWhatIsNoJson_isText_andOfWhatIsNoText_isBase64() throws Exception {
        JsonNode text = json.readTree(new JsonFormat().format(Records.deadLetter("{oops".getBytes(UTF_8))));
        JsonNode noText = json.readTree(new JsonFormat().format(Records.deadLetter(NO_TEXT)));
        JsonNode empty = json.readTree(new JsonFormat().format(Records.deadLetter(new byte[0])));

        assertThat(text.get("value").asText()).isEqualTo("{oops");
        assertThat(noText.has("value")).isFalse();
        assertThat(noText.get("value_base64").binaryValue()).isEqualTo(NO_TEXT);
        assertThat(empty.get("value").asText()).isEmpty();
    }

    @Test
    void recordWithoutValue_hasNone() throws Exception {
        ConsumerRecord<byte[], byte[]> nothing = new ConsumerRecord<>("topic", 0, 0, "k".getBytes(UTF_8), null);

        assertThat(json.readTree(new JsonFormat().format(nothing)).get("value").isNull())
                .isTrue();
        assertThat(new ResultFormat(200).format(nothing)).endsWith("-");
        assertThat(new DeadLetterFormat().format(nothing)).contains("original  no value");
    }
}

package io.penstock.processor.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.processor.task.Raw;
import io.penstock.records.DeadLetterReason;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Optional<String> at(String json, int quote) {
        return JsonText.at(json.getBytes(UTF_8), quote).map(Raw::toString);
    }

    private static String envelope(String after) {
        return "{\"op\": \"c\", \"after\": %s, \"source\": {\"db\": \"shop\", \"collection\": \"orders\"}}"
                .formatted(after);
    }

    private static Raw after(byte[] envelope) throws MalformedRecordException {
        return new EnvelopeReader().read(Raw.of(envelope)).contents().after().orElseThrow();
    }

    @Property
    void shouldBeWhatWasWritten(@ForAll String text) throws Exception {
        // What stands alone of a pair is no text that UTF-8 has.
        String whole = new String(text.getBytes(UTF_8), UTF_8);
        byte[] json = envelope(JSON.writeValueAsString(whole)).getBytes(UTF_8);
        assertThat(after(json)).isEqualTo(Raw.of(whole));
    }

    @Test
    void shouldTakeOutWhatStandsThere_escapedOrNot() {
        assertThat(at("\"abc\"", 0)).hasValue("abc");
        assertThat(at("{\"a\":\"{\\\"b\\\":1}\"}", 5)).hasValue("{\"b\":1}");
        assertThat(at("\"a\\\\\"", 0)).hasValue("a\\");
        assertThat(at("\"\\/\\b\\f\\n\\r\\t\"", 0)).hasValue("/\b\f\n\r\t");
        assertThat(at("\"\"", 0)).hasValue("");
    }

    @Test
    void shouldLeaveToTheParser_whatIsNumberedUnknownOrNoText() {
        assertThat(at("\"\\u00e4\"", 0)).isEmpty();
        assertThat(at("\"\\q\"", 0)).isEmpty();
        assertThat(at("\"abc", 0)).isEmpty();
        assertThat(at("\"abc\\", 0)).isEmpty();
        assertThat(at("12", 0)).isEmpty();
        assertThat(JsonText.at("\"abc\"".getBytes(UTF_8), -1)).isEmpty();
    }

    @Test
    void shouldLeaveToTheParser_whatIsNoUtf8() {
        for (int[] broken : new int[][] {
            {0xC0, 0x80},
            {0xC1, 0x81},
            {0xE0, 0x80, 0x80},
            {0xED, 0xA0, 0x80},
            {0xF0, 0x80, 0x80, 0x80},
            {0xF4, 0x90, 0x80, 0x80},
            {0xF5, 0x80, 0x80, 0x80}
        }) {
            byte[] json = new byte[broken.length + 2];
            json[0] = '"';
            for (int i = 0; i < broken.length; i++) {
                json[i + 1] = (byte) broken[i];
            }
            json[broken.length + 1] = '"';
            assertThat(JsonText.at(json, 0)).isEmpty();
        }
        assertThat(at("\"ä€😀\uD7FF\uE000\"", 0)).hasValue("ä€😀\uD7FF\uE000");
    }

    @Test
    void shouldBeReadBehindAByteOrderMark() throws Exception {
        byte[] json = ("\uFEFF" + envelope("\"{\\\"a\\\":1}\"")).getBytes(UTF_8);
        assertThat(after(json)).isEqualTo(Raw.of("{\"a\":1}"));
    }

    @Test
    void shouldBeADeadLetter_whereTheTextIsNoJson() {
        for (String broken : new String[] {"\"\\q\"", "\"a\nb\"", "\"abc"}) {
            assertThatThrownBy(() -> after(envelope(broken).getBytes(UTF_8)))
                    .isInstanceOfSatisfying(
                            MalformedRecordException.class,
                            e -> assertThat(e.failure().reason()).isEqualTo(DeadLetterReason.NOT_JSON));
        }
        byte[] noUtf8 = envelope("\"a?b\"").getBytes(UTF_8);
        noUtf8[envelope("\"a?b\"").indexOf('?')] = (byte) 0xC0;
        assertThatThrownBy(() -> after(noUtf8)).isInstanceOf(MalformedRecordException.class);
    }
}

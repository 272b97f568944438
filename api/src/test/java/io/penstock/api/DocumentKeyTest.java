package io.penstock.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DocumentKeyTest {
    private static String json(Object value) {
        return DocumentKey.of(value).extendedJson();
    }

    @Test
    void shouldBeExtendedJsonThatKeepsTheType() {
        assertThat(json("a\"b")).isEqualTo("\"a\\\"b\"");
        assertThat(json(7)).isEqualTo("7");
        assertThat(json(BigInteger.TEN)).isEqualTo("10");
        assertThat(json(2.5)).isEqualTo("{\"$numberDouble\":\"2.5\"}");
        assertThat(json(new BigDecimal("0.10"))).isEqualTo("{\"$numberDecimal\":\"0.10\"}");
        assertThat(json(true)).isEqualTo("true");
        assertThat(json(Instant.ofEpochMilli(5).plusNanos(7))).isEqualTo("{\"$date\":{\"$numberLong\":\"5\"}}");
        assertThat(json(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff")))
                .isEqualTo("{\"$uuid\":\"00112233-4455-6677-8899-aabbccddeeff\"}");
        assertThat(json(JsonNodeFactory.instance.textNode("c1"))).isEqualTo("\"c1\"");
        assertThat(json(JsonNodeFactory.instance.numberNode(BigInteger.TWO.pow(63))))
                .isEqualTo("{\"$numberDecimal\":\"9223372036854775808\"}");
        assertThat(json(DocumentKey.objectId("0123456789abcdef01234567")))
                .isEqualTo("{\"$oid\":\"0123456789abcdef01234567\"}");
    }

    @Test
    void shouldRefuseWhatIsNoId() {
        assertThatThrownBy(() -> DocumentKey.of(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DocumentKey");
        assertThatThrownBy(() -> DocumentKey.objectId("c1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("24 hexadecimal digits");
    }
}

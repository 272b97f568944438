package io.penstock.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.penstock.api.DocumentKey;
import java.time.Instant;
import org.bson.BsonDateTime;
import org.bson.BsonString;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {
    private final Keys keys = new Keys(new DocumentForms() {
        @Override
        public String canonicalId(String idJson) {
            return idJson;
        }

        @Override
        public JsonNode plain(byte[] extendedJson) {
            return NullNode.getInstance();
        }
    });

    @ParameterizedTest
    @ValueSource(strings = {"2023-11-14T22:13:20.120Z", "-0001-12-31T23:59:59.999Z", "+10000-01-01T00:00:00.000Z"})
    void should_look_for_a_date_where_a_text_may_be_its_plain_form(String date) {
        assertThat(keys.meant(date))
                .extracting(Key::id)
                .containsExactly(
                        new BsonString(date),
                        new BsonDateTime(Instant.parse(date).toEpochMilli()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"$oid\": \"none\"}", "{\"$numberLong\": \"x\"}", "9223372036854775808", "{", ""})
    void should_say_what_is_no_id(String json) {
        DocumentKey none = DocumentKey.json(json);

        assertThatThrownBy(() -> keys.exactly(none))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("A document's id is not");
    }
}

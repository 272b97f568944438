package io.penstock.processor.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.api.MalformedDocumentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not in the table of {@code docs/documents.md}. */
class DocumentIdTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "abc", "{\"a\":", "1 2", "\"a", "{\"$oid\": \"507f1f77bcf86cd799439011\"} x"})
    void should_refuse_what_is_no_JSON(String id) {
        assertThatThrownBy(() -> DocumentId.text(id))
                .isInstanceOf(MalformedDocumentException.class)
                .hasMessageContaining("The document's id is not Extended JSON");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"$numberLong\": \"-9223372036854775808\"}",
                "-9.223372036854775808E18",
                "{\"$numberDecimal\": \"-9223372036854775808\"}",
                "{\"$numberDecimal\": \"-9.223372036854775808E+18\"}",
            })
    void should_give_the_smallest_whole_number_one_text_whatever_its_type(String id) {
        assertThat(DocumentId.text(id)).isEqualTo("-9223372036854775808");
    }

    @Test
    void should_write_half_a_surrogate_pair_so_that_it_survives_UTF_8() {
        assertThat(DocumentId.text("\"x\\ud800\"")).isEqualTo("\"x\\ud800\"");
        assertThat(DocumentId.text("{\"a\":\"\\udc00\"}")).isEqualTo("{\"a\":\"\\udc00\"}");
    }

    @Test
    void should_keep_text_of_every_script_as_it_is() {
        assertThat(DocumentId.text("\"\u00e9 \uD83D\uDE00\"")).isEqualTo("\u00e9 \uD83D\uDE00");
    }
}

package io.penstock.processor.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.documents.ExactBson;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of {@code docs/documents.md}. */
class DocumentsPageTest {

    static List<List<String>> types() {
        return MarkdownTable.rows(
                "documents.md",
                "BSON type",
                "Version 1",
                "Version 2",
                "Plain JSON",
                "Back to MongoDB",
                "In a condition");
    }

    static List<List<String>> ids() {
        return MarkdownTable.rows("documents.md", "Id", "Text");
    }

    @ParameterizedTest
    @MethodSource("types")
    void should_make_of_each_type_what_the_page_says(List<String> row) {
        assertThat(plain(row.get(1))).hasToString(row.get(3));
        assertThat(plain(row.get(2))).hasToString(row.get(3));
    }

    /** What becomes of results, which are text, a test of the whole holds against the page. */
    @ParameterizedTest
    @MethodSource("types")
    void should_write_back_for_a_handler_what_the_page_says_and_a_decimal_as_a_decimal(List<String> row) {
        ObjectNode plain = PlainJson.read("{\"v\":" + row.get(1) + "}");

        assertThat(ExactBson.document(plain))
                .isEqualTo(BsonDocument.parse("{\"v\":" + row.get(plain.get("v").isBigDecimal() ? 2 : 4) + "}"));
    }

    @ParameterizedTest
    @MethodSource("ids")
    void should_give_an_id_the_text_that_the_page_says(List<String> row) {
        assertThat(DocumentId.text(row.get(0))).isEqualTo(row.get(1));
    }

    private static JsonNode plain(String value) {
        return PlainJson.read("{\"v\":" + value + "}").get("v");
    }
}

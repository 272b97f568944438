package io.penstock.processor.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.document.MarkdownTable;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of {@code docs/conditions.md}, and the conditions in that of {@code docs/documents.md}. */
class ConditionsPageTest {

    static List<List<String>> examples() {
        return MarkdownTable.rows("conditions.md", "Condition", "Holds");
    }

    @ParameterizedTest
    @MethodSource("io.penstock.processor.document.DocumentsPageTest#types")
    void should_compare_each_type_as_the_page_says(List<String> row) {
        Change change = Change.update("{\"v\":" + row.get(1) + "}");

        assertThat(Condition.compile(row.get(5)).holds(change)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void should_hold_as_the_page_says(List<String> row) {
        Change change = Change.update(MarkdownTable.block("conditions.md", "json"))
                .before("{\"_id\": {\"$oid\": \"507f1f77bcf86cd799439011\"}, \"status\": \"placed\"}");

        assertThat(Condition.compile(row.get(0)).holds(change))
                .isEqualTo(row.get(1).equals("yes"));
    }
}

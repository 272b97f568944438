package io.penstock.processor.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions that take all the time that they are given, and large documents: seconds of a processor each. */
class ConditionLimitsIT {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "doc.n.all(a, doc.n.all(b, a + b >= 0))",
                "doc.n.all(a, !(a + 0.5 in doc.n))",
                "doc.n.all(a, doc.n == doc.n)",
                "doc.n.all(a, !doc.text.contains('b'))",
                "doc.n.all(a, !doc.text.matches(doc.pattern))",
            })
    void should_give_up_what_would_hold_the_stream_for_minutes(String expression) {
        String numbers =
                IntStream.range(0, 8_000).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));
        Change change = Change.update(
                "{\"n\": " + numbers + ", \"text\": \"" + "a".repeat(100_000) + "\", \"pattern\": \"(a|b)*c\"}");
        Condition condition = Condition.compile(expression);

        assertThatThrownBy(() -> condition.holds(change))
                .isInstanceOf(ConditionException.class)
                .hasMessageContaining("turns");
    }

    @Test
    void should_look_into_large_arrays_and_texts_now_and_then() {
        String numbers =
                IntStream.range(0, 100_000).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));
        Change change = Change.update("{\"n\": " + numbers + ", \"text\": \"" + "a".repeat(10_000_000) + "\"}");

        assertThat(Condition.compile("doc.n != null && doc.n.exists(a, a == 99999) && 77777 in doc.n && doc.n == doc.n")
                        .holds(change))
                .isTrue();
        assertThat(Condition.compile("doc.text.contains('b') || doc.text.endsWith('b') || doc.text.matches('b')")
                        .holds(change))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(((x{1000}){1000}){1000})", "((x{2,1000}){50,}){900}"})
    void should_not_make_a_pattern_of_the_document_that_takes_all_memory(String pattern) {
        Change change = Change.update("{\"pattern\": \"" + pattern + "\"}");
        Condition condition = Condition.compile("'x'.matches(doc.pattern)");

        assertThatThrownBy(() -> condition.holds(change))
                .isInstanceOf(ConditionException.class)
                .hasMessageContaining("too large");
    }

    @Test
    void should_not_follow_a_pattern_of_the_document_into_its_depth() {
        String parentheses = "(".repeat(100_000) + ")".repeat(100_000);
        Change change = Change.update("{\"pattern\": \"" + parentheses + "\"}");
        Condition condition = Condition.compile("'x'.matches(doc.pattern)");

        assertThatThrownBy(() -> condition.holds(change)).isInstanceOf(ConditionException.class);
    }

    @Test
    void should_collect_from_long_arrays() {
        Change change = Change.update("{\"n\": [" + String.join(",", Collections.nCopies(100_000, "1")) + "]}");

        assertThat(Condition.compile("doc.n.filter(n, n == 1).size() == 100000").holds(change))
                .isTrue();
    }
}

package io.penstock.cli.operate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotedIdTest {
    @ParameterizedTest
    @ValueSource(strings = {"1", "-3", "1.50", "1e9", "007", "true", "null"})
    void textThatReadsAsAValue_isWrittenWithQuotes(String text) {
        assertThat(QuotedId.hint(text)).contains("write '\"" + text + "\"' in the shell");
    }

    @ParameterizedTest
    @ValueSource(strings = {"o-1", "\"1\"", "1a", "truth", ""})
    void anyOtherText_isItself(String text) {
        assertThat(QuotedId.hint(text)).isEmpty();
    }
}

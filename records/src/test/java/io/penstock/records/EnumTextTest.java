package io.penstock.records;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EnumTextTest {
    @Test
    void shouldReadWhatItWrites() {
        assertThat(DeadLetterReason.values())
                .allSatisfy(reason -> assertThat(EnumText.parse(DeadLetterReason.class, EnumText.of(reason)))
                        .contains(reason));
    }

    @Test
    void shouldWriteLowerCaseWithHyphens() {
        assertThat(EnumText.of(DeadLetterReason.NOT_JSON)).isEqualTo("not-json");
    }

    @Test
    void shouldReadNothingElse() {
        assertThat(EnumText.parse(DeadLetterReason.class, "NOT_JSON")).isEmpty();
    }
}

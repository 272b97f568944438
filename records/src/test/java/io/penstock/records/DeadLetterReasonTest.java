package io.penstock.records;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeadLetterReasonTest {
    @ParameterizedTest
    @EnumSource
    void remedy_shouldBeOneSentence(DeadLetterReason reason) {
        // A full stop within a name, as in topics.max-record-bytes, has no space behind it.
        assertThat(reason.remedy()).matches("[A-Z].*[^.!?]\\.").doesNotContainPattern("[.!?]\\s");
    }
}

package io.penstock.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShutdownBoundTest {
    @Test
    void shouldBeWhatThePropertySays() {
        assertThat(ShutdownBound.parse("30")).isEqualTo(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "3601", "4.5", "30s", "99999999999"})
    void shouldSayWhatThePropertyHasToBe(String nonsense) {
        assertThatThrownBy(() -> ShutdownBound.parse(nonsense))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "-Dpenstock.shutdown.seconds=%s: has to be a whole number of seconds from 1 to 3600; the default is 4",
                        nonsense);
    }
}

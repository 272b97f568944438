package io.penstock.processor.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantTextTest {
    private static final DateTimeFormatter ISO_MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private static String formatted(long millis) {
        return ISO_MILLIS.format(Instant.ofEpochMilli(millis));
    }

    /** From the year -1000 to the year 11000: beyond four digits on both sides. */
    @Property
    void shouldBeWhatAFormatterWrites(
            @ForAll @LongRange(min = -93_700_000_000_000L, max = 284_960_000_000_000L) long at) {
        assertThat(InstantText.ofMillis(at)).isEqualTo(formatted(at));
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                -1,
                1_790_000_000_000L,
                951_782_400_000L,
                -62_167_219_200_000L,
                -62_167_219_200_001L,
                253_402_300_799_999L,
                253_402_300_800_000L,
                Long.MIN_VALUE,
                Long.MAX_VALUE
            })
    void shouldBeWhatAFormatterWrites_whereItTurns(long at) {
        assertThat(InstantText.ofMillis(at)).isEqualTo(formatted(at));
    }
}

package io.penstock.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource({
        "250ms,PT0.25S,250ms",
        "30s,PT30S,30s",
        "90m,PT1H30M,90m",
        "48h,PT48H,2d",
        "7d,PT168H,7d",
        "7 D,PT168H,7d",
        "PT1H30M,PT1H30M,90m",
        "p2d,PT48H,2d",
        "0s,PT0S,0s",
        "1500ms,PT1.5S,1500ms",
        "PT0.0005S,PT0.0005S,PT0.0005S"
    })
    void shouldReadAndWriteDurations(String text, Duration duration, String written) {
        assertThat(DurationText.parse(text)).contains(duration);
        assertThat(DurationText.format(duration)).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "7", "d", "7w", "7 days", "1.5h", "1h30m", "99999999999999999999d", "9223372036854775807d"})
    void shouldNotTakeOtherTextForADuration(String text) {
        assertThat(DurationText.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0,0,0B", "1500,1500,1500B", "64MB,67108864,64MB", "64mb,67108864,64MB", "64 MiB,67108864,64MB",
        "512k,524288,512KB", "1GB,1073741824,1GB", "2048MB,2147483648,2GB", "1TB,1099511627776,1TB", "10B,10,10B"
    })
    void shouldReadAndWriteSizes(String text, long bytes, String written) {
        assertThat(ByteSize.parse(text)).contains(bytes);
        assertThat(ByteSize.format(bytes)).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MB", "1.5GB", "-1", "9999999999TB", "99999999999999999999", "3 apples"})
    void shouldNotTakeOtherTextForASize(String text) {
        assertThat(ByteSize.parse(text)).isEmpty();
    }

    @Test
    void shouldReadWhatItWrote() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            long number = random.nextLong(1L << random.nextInt(1, 50));
            Duration duration = Duration.ofMillis(number);
            assertThat(DurationText.parse(DurationText.format(duration)))
                    .as("seed %d", seed)
                    .contains(duration);
            assertThat(ByteSize.parse(ByteSize.format(number)))
                    .as("seed %d", seed)
                    .contains(number);
        }
    }
}

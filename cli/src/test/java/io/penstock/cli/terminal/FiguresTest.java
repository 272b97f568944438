package io.penstock.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1.0 KiB",
        "1536, 1.5 KiB",
        "1048524, 1023.9 KiB",
        "1048575, 1.0 MiB",
        "21474836480, 20.0 GiB",
        "9223372036854775807, 8192.0 PiB",
    })
    void bytes_haveTheUnitThatFits(long bytes, String text) {
        assertThat(Figures.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 ms",
        "PT0.999S, 999 ms",
        "PT1.59S, 1.5 s",
        "PT59.999S, 59.9 s",
        "PT3M20S, 3 min 20 s",
        "PT2H5M, 2 h 5 min",
        "PT76H, 3 d 4 h",
    })
    void durations_haveTheUnitsThatFit(Duration duration, String text) {
        assertThat(Figures.duration(duration)).isEqualTo(text);
    }

    @Test
    void counts_areGrouped() {
        assertThat(Figures.count(1_234_567)).isEqualTo("1,234,567");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "9999, 9999",
        "10000, 10.0k",
        "99999, 99.9k",
        "100000, 100k",
        "999999, 999k",
        "1000000, 1.0M",
        "123456789, 123M",
    })
    void counts_areBriefWhereThereIsLittleRoom(long count, String text) {
        assertThat(Figures.brief(count)).isEqualTo(text);
    }

    @Test
    void counts_areOfOneThingOrOfMore() {
        assertThat(Figures.count(0, "task", "tasks")).isEqualTo("0 tasks");
        assertThat(Figures.count(1, "task", "tasks")).isEqualTo("1 task");
        assertThat(Figures.count(1_234, "task", "tasks")).isEqualTo("1,234 tasks");
    }

    @Test
    void numbers_haveNoMorePlacesThanTheyNeed() {
        assertThat(Figures.number(200)).isEqualTo("200");
        assertThat(Figures.number(0.5)).isEqualTo("0.5");
    }
}

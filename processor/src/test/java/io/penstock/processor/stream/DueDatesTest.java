package io.penstock.processor.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonPointer;
import io.penstock.processor.partition.NotATimeException;
import io.penstock.processor.testing.Tasks;
import io.penstock.settings.WorkSettings.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DueDatesTest {
    private static final long NOW = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    private static long due(String json, Duration delay) throws NotATimeException {
        DueDates dates = new DueDates(new Schedule(Optional.of(JsonPointer.compile("/at")), delay));
        return dates.earliest(Tasks.of("{\"_id\": 1, \"at\": %s}".formatted(json)), NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-02-03T04:05:06Z, 2026-02-03T04:05:06Z",
        "2026-02-03T04:05:06+02:00, 2026-02-03T02:05:06Z",
        "2026-02-03, 2026-02-03T00:00:00Z",
        "PT12H, 2026-01-01T12:00:00Z",
        "-PT12H, 2025-12-31T12:00:00Z"
    })
    void shouldReadMomentsDaysAndDurations(String text, Instant due) throws NotATimeException {
        assertThat(due('"' + text + '"', Duration.ZERO)).isEqualTo(due.toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // As many milliseconds as can be counted: from now on they are too many.
                "\"PT9223372036854775.807S\"",
                "\"PT2562047788015H\"",
                "\"PT2562047788016H\"",
                "\"+999999999-12-31T00:00:00Z\"",
                "\"soon\"",
                "17"
            })
    void shouldRefuseWhatIsNoTimeThatCanBeWaitedFor_ratherThanRunItAtOnce(String json) {
        assertThatThrownBy(() -> due(json, Duration.ZERO))
                .isInstanceOf(NotATimeException.class)
                .hasMessageContaining("'not-before' points at /at, where the document has " + json);
    }

    @Test
    void shouldWaitForTheLaterOfTimeAndDelay() throws NotATimeException {
        assertThat(due("\"PT1H\"", Duration.ofHours(2)))
                .isEqualTo(NOW + Duration.ofHours(2).toMillis());
        assertThat(due("null", Duration.ofHours(2)))
                .isEqualTo(NOW + Duration.ofHours(2).toMillis());
    }
}

package io.penstock.settings.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.settings.JobSettings;
import io.penstock.settings.Problem;
import io.penstock.settings.Settings;
import io.penstock.settings.SettingsCheck;
import io.penstock.settings.yaml.LocatedProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadingTest {
    private static final String GOOD = """
            kafka:
              sasl:
                mechanism: PLAIN
              a/b: x
            jobs:
              - name: first
                collection: shop.orders
                when: "op == 'd'"
                handler: document
              - name: second
                collection: [shop.orders, shop.customers]
                handler: document
            """;

    @ParameterizedTest
    @CsvSource({
        "/jobs/0/when,8:11",
        "/jobs/1/handler,12:14",
        "/jobs/1/collection,11:5",
        "/jobs/1/collection/1,11:31",
        "/jobs/1/when,10:5",
        "/jobs/7/when,5:1",
        "/kafka/sasl/mechanism,3:16",
        "/kafka/sasl.mechanism,3:16",
        "/kafka/sasl,2:3",
        "/kafka/a~1b,4:8",
        "/mongodb/uri,1:1",
        "'',1:1",
        "nonsense,1:1"
    })
    void shouldLocateWhatAPointerMeans(String pointer, String place) {
        LocatedProblem located = SettingsFile.parse(GOOD, Map.of()).locate(new Problem(pointer, "so it is"));

        assertThat(located.location()).hasToString(place);
        assertThat(located).hasToString(place + ": so it is");
    }

    @Test
    void shouldAddWhatOtherChecksFind() {
        Reading reading = SettingsFile.parse(GOOD, Map.of())
                .checkedBy(List.of(
                        settings -> List.of(new Problem("/jobs/1/handler", "no such class")),
                        settings -> List.of(new Problem("/jobs/0/when", "no such field"))));

        assertThat(reading.problems())
                .extracting(LocatedProblem::toString)
                .containsExactly("8:11: no such field", "12:14: no such class");
        assertThat(reading.settings()).isEmpty();
    }

    @Test
    void shouldLetOtherChecksSeeTheJobsThatAreWhole_ofAFileWithProblems() {
        List<Settings> seen = new ArrayList<>();
        SettingsCheck check = settings -> {
            seen.add(settings);
            return List.of(new Problem("/jobs/0/handler", "no such class"), new Problem("/topics", "told already"));
        };

        Reading reading = SettingsFile.parse("""
                        topics: {partitions: none}
                        jobs:
                          - name: broken
                            collection: shop.orders
                          - name: odd
                            collection: shop.orders
                            handler: document
                            run: never
                          - name: sound
                            collection: shop.orders
                            handler: document
                        """, Map.of()).checkedBy(List.of(check));

        assertThat(seen)
                .singleElement()
                .satisfies(settings -> assertThat(settings.jobs())
                        .extracting(JobSettings::name)
                        .containsExactly("odd", "sound"));
        assertThat(reading.problems()).hasSize(4);
        assertThat(reading.problems().get(2)).hasToString("7:14: no such class");
        assertThat(reading.problems().get(3)).asString().startsWith("8:10: ");
    }

    @Test
    void shouldAskNoOtherCheckWhereThereIsNothingToCheck() {
        Reading reading = SettingsFile.parse("a: [", Map.of())
                .checkedBy(List.of(settings -> List.of(new Problem("", "not to be asked"))));

        assertThat(reading.problems()).hasSize(1);
    }
}

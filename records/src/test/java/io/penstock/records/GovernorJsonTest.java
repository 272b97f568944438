package io.penstock.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.records.InstanceLoad.Work;
import io.penstock.records.Ruling.Author;
import io.penstock.records.Ruling.SignalReading;
import io.penstock.records.Ruling.Standing;
import io.penstock.records.Ruling.Use;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GovernorJsonTest {
    private static final Ruling RULING = new Ruling(
            new Author("host:8470", 7, 1_767_225_600_000L),
            12.5,
            OptionalDouble.of(14),
            new Standing("holding", "near 14.00"),
            Map.of("host:8470", 6.25, "other:8470", 6.25),
            List.of(new SignalReading("probe", 0.7, 3_100_000, 20_000_000, false)),
            new Use(9.5, 3));

    @Test
    void whatIsWrittenShouldBeReadAgain() {
        InstanceLoad load = new InstanceLoad("host:8470", 12, 7.5, new Work(1_200, 3.25, 0.05));

        assertThat(GovernorJson.read(GovernorJson.write(load))).hasValue(load);
        assertThat(GovernorJson.read(GovernorJson.write(RULING))).hasValue(RULING);
    }

    @Test
    void theFormatShouldStayAsItIs() {
        String text = "{\"format\":1,\"kind\":\"limit\",\"by\":\"host:8470\",\"generation\":7,"
                + "\"at\":\"2026-01-01T00:00:00Z\",\"limit\":12.5,\"edge\":14,\"state\":\"holding\","
                + "\"reason\":\"near 14.00\",\"shares\":{\"host:8470\":6.25,\"other:8470\":6.25},"
                + "\"in_use\":9.5,\"instances_wanted\":3,\"signals\":[{\"signal\":\"probe\",\"burn\":0.7,\"latency_nanos\":3100000,"
                + "\"objective_nanos\":20000000,\"silent\":false}]}";

        assertThat(GovernorJson.read(text.getBytes(UTF_8))).hasValue(RULING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "[]",
                "{\"format\":2,\"kind\":\"instance\",\"instance\":\"a:1\"}",
                "{\"format\":1,\"kind\":\"other\"}",
                "{\"format\":1,\"kind\":\"limit\",\"at\":\"today\"}"
            })
    void whatIsNotOursShouldBePassedOver(String text) {
        assertThat(GovernorJson.read(text.getBytes(UTF_8))).isEmpty();
    }

    @Test
    void theKeyShouldSayWhoIsGone() {
        assertThat(GovernorJson.goneInstance(InstanceLoad.key("host:8470"))).hasValue("host:8470");
        assertThat(GovernorJson.goneInstance(Ruling.KEY)).isEmpty();
    }
}

package io.penstock.benchmarks.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

class DemoFiguresTest {
    private static final String STARTED = "Writing ...\nThe start took 20 s: 1,000 changes a second from now on\n";
    private static final String SOUND =
            "{\"changes\":10,\"lost\":0,\"doubled\":0,\"latency_ms\":{\"p50\":180,\"p99\":420},\"changes_per_s\":900.0}";

    @Test
    void shouldTakeTheFiguresOfTheLastLine() {
        assertThat(DemoFigures.of(10, STARTED, List.of("a line", SOUND))).isEqualTo(new DemoFigures(180, 420));
    }

    @Test
    void shouldRefuseARunThatHasLostOrDoubledSomething_howeverFastItWas() {
        refused(10, STARTED, SOUND.replace("\"lost\":0", "\"lost\":1"), "has lost or doubled something");
        refused(10, STARTED, SOUND.replace("\"doubled\":0", "\"doubled\":1"), "has lost or doubled something");
        refused(10, STARTED, SOUND.replace("\"doubled\":0,", ""), "has lost or doubled something");
    }

    @Test
    void shouldRefuseARunOfAVirtualMachineThatWasNotWarm() {
        refused(10, "Writing ...\n", SOUND, "was not over with its start");
    }

    @Test
    void shouldRefuseARunThatHasNotDoneWhatWasAskedFor() {
        refused(11, STARTED, SOUND, "has not told of 11 changes");
        refused(10, STARTED, "Kafka cannot be started", "no JSON: Kafka cannot be started");
        refused(10, STARTED, SOUND.replace("p99", "p90"), "has told no latency");
        assertThatIllegalStateException().isThrownBy(() -> DemoFigures.of(10, STARTED, List.of()));
    }

    private static void refused(long changes, String told, String line, String message) {
        assertThatIllegalStateException()
                .isThrownBy(() -> DemoFigures.of(changes, told, List.of(line)))
                .withMessageContaining(message);
    }
}

package io.penstock.governor.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.governor.limit.Bounds;
import io.penstock.governor.limit.Objective;
import io.penstock.governor.limit.Signal;
import io.penstock.governor.limit.State;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayTest {
    private static final Signal READS = new Signal(
            "reads", new Objective(0.99, Duration.ofMillis(20), Duration.ofSeconds(10)), Duration.ofSeconds(2));
    private static final Bounds BOUNDS = new Bounds(1, 100);

    @Test
    void aRecordedTraceIsHeardAtItsTimes() {
        // A hundred samples a second: well for a minute, then bad.
        List<String> lines = Stream.concat(
                        Stream.of("seconds,milliseconds", "# from the load balancer", ""),
                        IntStream.range(0, 9_000).mapToObj(i -> 1_000 + i / 100.0 + "," + (i < 6_000 ? 5 : 60)))
                .toList();

        Replay replay = Replay.of(RecordedTrace.of(lines, Set.of("reads")), BOUNDS, List.of(READS));

        assertThat(replay.points()).hasSize(90);
        assertThat(replay.points().get(59).limit()).isGreaterThan(50);
        assertThat(replay.points().get(59).pressure()).isEqualTo(0.25);
        assertThat(replay.points().get(70).pressure()).isEqualTo(3);
        assertThat(replay.points().get(70).limit()).isLessThan(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1;2;3         | 1: a line is 'seconds,milliseconds' or
            1,5,writes    | 1: the configuration has no signal 'writes'; it has reads
            soon,5        | 1: the time in seconds must be a number from 0 on, and not 'soon'
            1,-5          | 1: the latency in milliseconds must be a number from 0 on, and not '-5'
            # nothing     | there is no latency in it
            """)
    void whatIsNoTraceIsTold(String line, String message) {
        assertThatThrownBy(() -> RecordedTrace.of(List.of(line), Set.of("reads")))
                .isInstanceOf(MalformedTraceException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void aLineWithoutASignalIsRefusedWhereThereAreSeveral() {
        assertThatThrownBy(() -> RecordedTrace.of(List.of("1,5,reads", "2,5"), Set.of("reads", "writes")))
                .hasMessage(
                        "2: the line has to say of which signal it is, for there are several; it has reads, writes");
    }

    @Test
    void aStepIsFollowedDownAndUp() {
        Replay replay = generated(Shape.STEP);

        assertThat(replay.points().get(99).limit()).isBetween(30.0, 50.0);
        assertThat(replay.points().get(110).limit()).isLessThan(15);
        assertThat(replay.points().get(290).limit()).isBetween(30.0, 50.0);
    }

    @Test
    void silenceMakesItCareful() {
        Replay replay = generated(Shape.SILENT);

        assertThat(replay.points().get(170).state()).isEqualTo(State.CAREFUL);
        assertThat(replay.points().get(170).limit()).isLessThan(2);
        assertThat(replay.points().get(250).limit()).isGreaterThan(25);
    }

    @Test
    void everyShapeKeepsItsObjectiveMostOfTheTimeAndUsesSomeOfTheRoom() {
        for (Shape shape : Shape.values()) {
            Replay replay = generated(shape);
            long missed = replay.points().stream()
                    .filter(point -> point.pressure() > 1.25 && point.pressure() < 100)
                    .count();
            double mean =
                    replay.points().stream().mapToDouble(Point::limit).average().orElseThrow();

            assertThat(missed).as(shape.word()).isLessThan(60);
            assertThat(mean).as(shape.word()).isGreaterThan(10);
        }
    }

    private static Replay generated(Shape shape) {
        return Replay.of(
                new GeneratedTrace(shape, Duration.ofMinutes(5), BOUNDS.ceiling(), List.of(READS), 42),
                BOUNDS,
                List.of(READS));
    }
}

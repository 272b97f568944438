package io.penstock.benchmarks.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.penstock.benchmarks.harness.CaseResult.Yardstick;
import io.penstock.benchmarks.harness.Trial.Figure;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RunsTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final List<Side> order = new ArrayList<>();

    @Test
    void shouldLetSidesTakeTurns_andChangeWhoBegins() throws Exception {
        runs(3, false).of(List.of(recording("a")));
        assertThat(order).containsExactly(Side.PENSTOCK, Side.PEER, Side.PEER, Side.PENSTOCK, Side.PENSTOCK, Side.PEER);
    }

    @Test
    void shouldKeepTheSamplesOfBothSidesApart() throws Exception {
        List<CaseResult> results = runs(3, false).of(List.of(recording("a"), recording("b")));
        assertThat(results).extracting(CaseResult::name).containsExactly("a", "b");
        assertThat(results.get(0).penstock().values()).containsExactly(1.0, 4.0, 5.0);
        assertThat(results.get(0).yardstick()).isEqualTo(new Yardstick.Peer(new Samples(List.of(2.0, 3.0, 6.0))));
        assertThat(results.get(0).ratio()).hasValue(4.0 / 3.0);
    }

    @Test
    void shouldHoldEachFigureOfATrialAgainstItsLimit() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        Trial trial = new Trial(
                "a",
                true,
                List.of(Figure.atMost(4, "wait", "ms"), Figure.told("seen", "tasks")),
                () -> Map.of("seen", 7.0, "wait", (double) runs.incrementAndGet()));
        List<CaseResult> results = runs(3, false).of(List.of(trial));
        assertThat(results).extracting(CaseResult::name).containsExactly("a: wait", "a: seen");
        assertThat(results.get(0).penstock().values()).containsExactly(1.0, 2.0, 3.0);
        assertThat(results.get(0).ratio()).hasValue(0.5);
        assertThat(results.get(1).ratio()).isEmpty();
    }

    @Test
    void shouldRunATrialOnce_whereItsFiguresDoNotVary() throws Exception {
        Trial trial = new Trial("a", false, List.of(Figure.told("seen", "tasks")), () -> Map.of("seen", 7.0));
        assertThat(runs(3, false).of(List.of(trial)).get(0).penstock().values()).containsExactly(7.0);
    }

    @Test
    void shouldShowPlainLines_whereThereIsNoTerminal() throws Exception {
        runs(3, false).of(List.of(recording("a")));
        assertThat(shown.toString(UTF_8))
                .contains("a, penstock, run 1 of 3: 1 changes/s")
                .doesNotContain("\u001B")
                .doesNotContain("\r");
    }

    @Test
    void shouldRefreshOneLine_onATerminal() throws Exception {
        runs(3, true).of(List.of(recording("a")));
        assertThat(shown.toString(UTF_8)).contains("\r\u001B[Ka, peer, run 3 of 3 ...");
    }

    @Test
    void shouldEnd_withTheFirstRunThatFails() {
        Case failing = new Comparison("a", "changes/s", side -> {
            order.add(side);
            throw new IllegalStateException("no broker");
        });
        assertThatIllegalStateException()
                .isThrownBy(() -> runs(3, false).of(List.of(failing)))
                .withMessage("no broker");
        assertThat(order).hasSize(1);
    }

    private Runs runs(int repetitions, boolean terminal) {
        return new Runs(repetitions, new Progress(new PrintStream(shown, true, UTF_8), terminal));
    }

    private Case recording(String name) {
        return new Comparison(name, "changes/s", side -> {
            order.add(side);
            return order.size();
        });
    }
}

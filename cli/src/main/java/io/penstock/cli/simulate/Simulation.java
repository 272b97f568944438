package io.penstock.cli.simulate;

import io.penstock.governor.limit.Bounds;
import io.penstock.governor.limit.Objective;
import io.penstock.governor.limit.Signal;
import io.penstock.governor.trace.GeneratedTrace;
import io.penstock.governor.trace.RecordedTrace;
import io.penstock.governor.trace.Replay;
import io.penstock.governor.trace.Shape;
import io.penstock.settings.GovernorSettings;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** The governor that a configuration describes, over a trace. */
public final class Simulation {
    private final Bounds bounds;
    private final List<Signal> signals;

    public Simulation(GovernorSettings settings) {
        bounds = new Bounds(settings.floor(), settings.ceiling());
        signals = settings.signals().stream()
                .map(signal -> new Signal(
                        signal.name(),
                        new Objective(signal.quantile(), signal.latency(), signal.window()),
                        signal.silence()))
                .toList();
    }

    /**
     * Over latencies that were recorded.
     *
     * @throws io.penstock.governor.trace.MalformedTraceException if the lines are no trace
     */
    public Replay recorded(List<String> lines) {
        return Replay.of(
                RecordedTrace.of(lines, signals.stream().map(Signal::name).collect(Collectors.toSet())),
                bounds,
                signals);
    }

    /** Over latencies that are made. */
    public Replay generated(Shape shape, Duration length, long seed) {
        return Replay.of(new GeneratedTrace(shape, length, bounds.ceiling(), signals, seed), bounds, signals);
    }

    /** Shows a replay to people, so many characters wide. */
    public static void print(Replay replay, int columns, PrintStream out) {
        TerminalReport.print(replay, columns, out);
    }

    /** Tells a replay to programs, one JSON object a line. */
    public static void printJson(Replay replay, PrintStream out) {
        JsonReport.print(replay, out);
    }

    /** A replay as a picture. */
    public static String svg(Replay replay, String title) {
        return SvgPlot.of(replay, title);
    }
}

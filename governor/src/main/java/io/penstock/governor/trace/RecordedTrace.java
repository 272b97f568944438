package io.penstock.governor.trace;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Latencies that were measured. They are what they were: a limit that is lower than it was then makes none of them better.
 *
 * <p>As text, a line is {@code seconds,milliseconds} or {@code seconds,milliseconds,signal}; empty lines, lines that begin
 * with {@code #}, and a heading are passed over.
 */
public final class RecordedTrace implements Feed {
    private final List<Sample> samples;
    private int next;

    private record Sample(double seconds, long nanos, String signal) {}

    private RecordedTrace(List<Sample> samples) {
        this.samples = samples;
    }

    /**
     * Reads a trace; times count from that of the first line.
     *
     * @param lines as above
     * @param signals the names that a line may have; a line without a name is of the only one
     * @throws MalformedTraceException with the line, what is wrong with it, and what it should be
     */
    public static RecordedTrace of(List<String> lines, Set<String> signals) {
        List<Sample> samples = new ArrayList<>();
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1).strip();
            boolean heading = samples.isEmpty() && line.startsWith("seconds");
            if (!line.isEmpty() && !line.startsWith("#") && !heading) {
                samples.add(sample(number, line.split("\\s*,\\s*", -1), signals));
            }
        }
        if (samples.isEmpty()) {
            throw new MalformedTraceException("there is no latency in it; a line is 'seconds,milliseconds'");
        }
        samples.sort(Comparator.comparingDouble(Sample::seconds));
        return new RecordedTrace(samples);
    }

    private static Sample sample(int line, String[] cells, Set<String> signals) {
        if (cells.length != 2 && cells.length != 3) {
            throw new MalformedTraceException(
                    line + ": a line is 'seconds,milliseconds' or 'seconds,milliseconds,signal', and this one has "
                            + cells.length + " cells");
        }
        String only = signals.size() == 1 ? signals.iterator().next() : "";
        String signal = cells.length == 3 ? cells[2] : only;
        if (!signals.contains(signal)) {
            throw new MalformedTraceException(line + ": "
                    + (signal.isEmpty()
                            ? "the line has to say of which signal it is, for there are several"
                            : "the configuration has no signal '" + signal + "'")
                    + "; it has " + String.join(", ", signals.stream().sorted().toList()));
        }
        double seconds = number(line, cells[0], "the time in seconds");
        double millis = number(line, cells[1], "the latency in milliseconds");
        return new Sample(seconds, (long) (millis * 1e6), signal);
    }

    private static double number(int line, String cell, String what) {
        try {
            double number = Double.parseDouble(cell);
            if (number >= 0 && number < 1e12) {
                return number;
            }
        } catch (NumberFormatException noNumber) {
            // Told below, as a number that cannot be.
        }
        throw new MalformedTraceException(line + ": " + what + " must be a number from 0 on, and not '" + cell + "'");
    }

    @Override
    public Duration length() {
        return Duration.ofNanos((long) ((samples.get(samples.size() - 1).seconds() - start()) * 1e9) + 1);
    }

    @Override
    public void tell(double from, double to, double background, Ear ear) {
        for (; next < samples.size() && samples.get(next).seconds() - start() < to; next++) {
            ear.hear(samples.get(next).signal(), samples.get(next).nanos());
        }
    }

    private double start() {
        return samples.get(0).seconds();
    }
}

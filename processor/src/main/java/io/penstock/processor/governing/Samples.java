package io.penstock.processor.governing;

import io.penstock.governor.limit.Limit;
import io.penstock.signals.Readings;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * What signals have told since the rule looked last. What comes faster than it looks is dropped: of so many the rule counts
 * but a part. Signals' threads write, the governor's thread takes.
 */
final class Samples implements Readings {
    private static final int MOST = 16_384;

    private final Queue<Sample> queue = new ArrayBlockingQueue<>(MOST);

    private record Sample(String signal, long nanos, boolean single) {}

    @Override
    public void latency(String signal, long nanos) {
        var unused = queue.offer(new Sample(signal, nanos, true));
    }

    @Override
    public void reading(String signal, long nanos) {
        var unused = queue.offer(new Sample(signal, nanos, false));
    }

    /** Hands all of it to the rule, and to what is shown of each signal. */
    void drain(Limit limit, Map<String, SignalFigure> figures, long now) {
        for (Sample sample = queue.poll(); sample != null; sample = queue.poll()) {
            SignalFigure figure = figures.get(sample.signal());
            if (figure == null) {
                continue;
            }
            if (sample.single()) {
                limit.latency(sample.signal(), sample.nanos());
                figure.latency(sample.nanos(), now);
            } else {
                limit.reading(sample.signal(), sample.nanos());
                figure.reading(sample.nanos());
            }
        }
    }
}

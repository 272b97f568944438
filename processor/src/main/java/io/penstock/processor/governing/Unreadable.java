package io.penstock.processor.governing;

import io.penstock.signals.SignalSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How often each signal could not be read in this process: by the sources that it has now, and those before them. Never less
 * than it was. Threads may share one.
 */
final class Unreadable {
    private final Map<String, Long> before = new HashMap<>();
    private List<? extends SignalSource> sources = List.of();

    /** From now on these are counted, beside what those before them could not read. */
    synchronized void follow(List<? extends SignalSource> next) {
        for (SignalSource source : sources) {
            before.merge(source.name(), source.unreadable(), Long::sum);
        }
        sources = List.copyOf(next);
    }

    synchronized long count(String signal) {
        return before.getOrDefault(signal, 0L)
                + sources.stream()
                        .filter(source -> source.name().equals(signal))
                        .mapToLong(SignalSource::unreadable)
                        .sum();
    }
}

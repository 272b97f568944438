package io.penstock.signals;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what a signal tells. */
final class Heard implements Readings, PeriodicSource.Telling {
    final List<Long> latencies = new CopyOnWriteArrayList<>();
    final List<Long> readings = new CopyOnWriteArrayList<>();
    final List<String> names = new CopyOnWriteArrayList<>();

    @Override
    public void latency(String signal, long nanos) {
        names.add(signal);
        latencies.add(nanos);
    }

    @Override
    public void reading(String signal, long nanos) {
        names.add(signal);
        readings.add(nanos);
    }

    @Override
    public void latency(long nanos) {
        latencies.add(nanos);
    }

    @Override
    public void reading(long nanos) {
        readings.add(nanos);
    }

    /** How many latencies were longer. */
    long slower(long nanos) {
        return latencies.stream().filter(latency -> latency > nanos).count();
    }
}

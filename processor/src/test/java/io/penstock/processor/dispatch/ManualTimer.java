package io.penstock.processor.dispatch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A timer whose time passes when the test says so. */
final class ManualTimer implements Timer {
    private final List<Alarm> alarms = new ArrayList<>();
    private long now;

    private record Alarm(long at, Runnable action) {}

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public void after(long nanos, Runnable action) {
        alarms.add(new Alarm(now + nanos, action));
    }

    void passMillis(long millis) {
        long end = now + millis * 1_000_000;
        for (Optional<Alarm> next = next(end); next.isPresent(); next = next(end)) {
            alarms.remove(next.get());
            now = next.get().at();
            next.get().action().run();
        }
        now = end;
    }

    private Optional<Alarm> next(long until) {
        return alarms.stream().filter(alarm -> alarm.at() <= until).min(Comparator.comparingLong(Alarm::at));
    }
}

package io.penstock.processor.governing;

import io.penstock.settings.GovernorSettings;
import io.penstock.signals.Readings;
import io.penstock.signals.SignalSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.LongSupplier;

/** An instance whose work, signals and time a test decides on. */
final class Instance implements Workforce {
    final String name;
    final Board.View topic;
    /** How many attempts it would run at once. */
    double demand;
    /** In which generation it got the first partition; 0: another one has it. */
    int generation;
    /** What the foreground's operations take, 40 of them in a tick; 0: the signal is silent. */
    long foregroundNanos = 2_000_000;

    private final Station station;
    private double share = Double.NaN;
    private OptionalDouble part = OptionalDouble.empty();
    private Optional<Readings> listening = Optional.empty();
    private Optional<Foreground> foreground = Optional.empty();

    Instance(String name, GovernorSettings settings, Board board, LongSupplier nanos) {
        this.name = name;
        this.topic = board.view();
        InstantSource clock = () -> Instant.ofEpochMilli(1_767_225_600_000L + nanos.getAsLong() / 1_000_000);
        this.station = new Station(
                settings,
                new Station.Surroundings(
                        name,
                        this,
                        new InstancesWanted(100, 8),
                        new WorkTally(Set.of("job")),
                        () -> generation == 0 ? OptionalInt.empty() : OptionalInt.of(generation),
                        () -> List.of(new Foreground()),
                        clock),
                topic.history(),
                nanos.getAsLong());
    }

    private final class Foreground implements SignalSource {
        private long unreadable;

        @Override
        public String name() {
            return "probe";
        }

        @Override
        public long unreadable() {
            return unreadable;
        }

        @Override
        public void start(Readings to) {
            listening = Optional.of(to);
            foreground = Optional.of(this);
        }

        @Override
        public void close() {
            listening = Optional.empty();
        }
    }

    void tick(long now) {
        if (foregroundNanos > 0) {
            listening.ifPresent(to -> {
                for (int i = 0; i < 40; i++) {
                    to.latency("probe", foregroundNanos);
                }
            });
        }
        topic.news(Duration.ZERO).forEach(notice -> station.hear(notice, now));
        station.tick(topic, now);
    }

    void leave() {
        station.leave(topic);
    }

    /** A look at the foreground fails, if this instance looks at it. */
    void failToRead() {
        foreground.ifPresent(source -> source.unreadable++);
    }

    long unreadable(String signal) {
        return station.unreadable(signal);
    }

    boolean listens() {
        return listening.isPresent();
    }

    double share() {
        return share;
    }

    OptionalDouble part() {
        return part;
    }

    Governed governed() {
        return station.governed();
    }

    @Override
    public double demand() {
        return demand;
    }

    @Override
    public double running() {
        return Math.min(demand, share);
    }

    @Override
    public void limit(double limit) {
        share = limit;
    }

    @Override
    public void part(OptionalDouble part) {
        this.part = part;
    }
}

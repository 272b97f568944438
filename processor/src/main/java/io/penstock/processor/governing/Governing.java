package io.penstock.processor.governing;

import io.penstock.governor.limit.Reason;
import io.penstock.processor.governing.Bulletin.Notice;
import io.penstock.processor.governing.Station.Surroundings;
import io.penstock.settings.GovernorSettings;
import io.penstock.settings.Settings;
import io.penstock.signals.SignalSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one instance to what the governor says, in a thread of its own: from its start until it is closed. The thread waits
 * for nobody but the topic. Threads may share one.
 */
public final class Governing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Governing.class);
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration END = Duration.ofSeconds(2);
    private static final long COMPLAINTS_NANOS = Duration.ofMinutes(1).toNanos();

    private final GovernorSettings settings;
    private final Surroundings around;
    private final Supplier<? extends Bulletin> topic;
    private final DoubleSupplier part;
    private final Runnable round;
    private final Thread thread = new Thread(this::run, "penstock-governor");
    private volatile Optional<Station> station = Optional.empty();
    private volatile boolean closed;

    private Governing(GovernorSettings settings, Surroundings around, Host host) {
        this.settings = settings;
        this.around = around;
        this.topic = host.topic();
        this.part = host.part();
        this.round = host.round();
        thread.setDaemon(true);
    }

    /**
     * What the process has for it.
     *
     * @param workforce runs its attempts
     * @param tally how much work there is here
     * @param generation in which this process got the first partition; empty: it does not have it
     * @param part of all partitions the part that is here, from 0 to 1
     * @param topic opens the governor's topic; called by the governor's thread
     * @param round told when the governor's thread begins, and whenever it comes round
     */
    public record Host(
            Workforce workforce,
            WorkTally tally,
            Supplier<OptionalInt> generation,
            DoubleSupplier part,
            Supplier<? extends Bulletin> topic,
            Runnable round) {}

    /**
     * Makes it; {@link #start} starts it. Until it hears the governor, this instance has its part of the floor.
     *
     * @param instance the instance's name
     * @param signals makes the sources of what is known of the foreground; called whenever this instance becomes the owner
     * @return empty if the settings have no governor
     */
    public static Optional<Governing> of(
            Settings settings, String instance, Host host, Supplier<? extends List<? extends SignalSource>> signals) {
        InstancesWanted wanted = new InstancesWanted(
                settings.processing().dispatch().concurrency(),
                settings.topics().partitions());
        Surroundings around = new Surroundings(
                instance, host.workforce(), wanted, host.tally(), host.generation(), signals, InstantSource.system());
        return settings.processing().governor().map(governor -> new Governing(governor, around, host));
    }

    /** Why the limit may change, in words of a fixed list. */
    public static List<String> reasons() {
        return Arrays.stream(Reason.class.getPermittedSubclasses())
                .map(reason -> reason.getSimpleName().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** Starts: to be called once the topic is there, and before attempts run. None does until the topic has been read. */
    public void start() {
        around.workforce().limit(0);
        round.run();
        thread.start();
    }

    private void run() {
        Complaints complaints = new Complaints();
        while (!closed) {
            round.run();
            try (Bulletin bulletin = topic.get()) {
                follow(bulletin);
            } catch (RuntimeException e) {
                complaints.tell(e);
                station.ifPresentOrElse(Station::keepToTheFloor, this::keepToThePartThatIsHere);
                await();
            }
        }
    }

    /** How many instances there are is not known yet. That each takes all of the floor is out of the question. */
    private void keepToThePartThatIsHere() {
        double share = settings.floor() * part.getAsDouble();
        around.workforce().limit(Math.min(share, around.wanted().concurrency()));
    }

    private void follow(Bulletin bulletin) {
        List<Notice> history = bulletin.history();
        Station mine = new Station(settings, around, history, System.nanoTime());
        station = Optional.of(mine);
        while (!closed) {
            List<Notice> news = bulletin.news(TICK);
            long now = System.nanoTime();
            news.forEach(notice -> mine.hear(notice, now));
            mine.tick(bulletin, now);
            round.run();
        }
        mine.leave(bulletin);
    }

    private void await() {
        try {
            Thread.sleep(TICK.toMillis() * 10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How this instance is governed now; empty before it has read the topic. */
    public Optional<Governed> governed() {
        return station.map(Station::governed);
    }

    /** How often the limit changed, decided here, for one of {@link #reasons}. */
    public long changes(String reason) {
        return station.map(it -> it.changes(reason)).orElse(0L);
    }

    /** How often a signal could not be read by this process. */
    public long unreadable(String signal) {
        return station.map(it -> it.unreadable(signal)).orElse(0L);
    }

    /** Ends: decides no more, and says that this instance is gone. Its share stays what it was. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(END.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What goes wrong is told once a minute: it is tried again ten times as often. */
    private static final class Complaints {
        private boolean told;
        private long at;

        void tell(RuntimeException failure) {
            long now = System.nanoTime();
            if (!told || now - at >= COMPLAINTS_NANOS) {
                told = true;
                at = now;
                LOG.warn(
                        "The governor cannot do its work here: this instance keeps to its part of the floor until it"
                                + " can: {}",
                        failure.getMessage(),
                        failure);
            }
        }
    }
}

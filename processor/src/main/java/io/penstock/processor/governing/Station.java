package io.penstock.processor.governing;

import io.penstock.processor.governing.Bulletin.Notice;
import io.penstock.records.InstanceLoad;
import io.penstock.records.Ruling;
import io.penstock.records.Ruling.Author;
import io.penstock.settings.GovernorSettings;
import io.penstock.signals.SignalSource;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * One instance of those that are governed: says what it would run, takes the share that it hears of, and as long as it owns
 * the first partition decides for all. Time is handed in, and what others say; nothing runs by itself but signals.
 *
 * <p>Threading: for one thread; {@link #governed}, {@link #changes} and {@link #unreadable} for any.
 */
final class Station {
    private final GovernorSettings settings;
    private final Surroundings around;
    private final Roll roll = new Roll();
    private final HeardRuling heard;
    private final OwnLoad own;
    private final ChangeLog changes = new ChangeLog();
    private final Unreadable unreadable = new Unreadable();
    private Optional<Office> office = Optional.empty();
    private double applied = -1;
    private volatile Governed governed;

    /**
     * What an instance has around it.
     *
     * @param instance its name
     * @param workforce runs its attempts
     * @param wanted how many attempts an instance runs at most, and what follows for the number of instances
     * @param tally how much work there is here
     * @param generation in which this instance got the first partition; empty: it does not have it
     * @param signals makes the sources of what is known of the foreground
     * @param clock the time of day
     */
    record Surroundings(
            String instance,
            Workforce workforce,
            InstancesWanted wanted,
            WorkTally tally,
            Supplier<OptionalInt> generation,
            Supplier<? extends List<? extends SignalSource>> signals,
            InstantSource clock) {}

    /** What the owner has besides. */
    private record Office(Governor governor, Samples samples, List<? extends SignalSource> sources) {
        void close() {
            sources.forEach(SignalSource::close);
        }
    }

    /**
     * @param history what stood on the topic when this instance came
     * @param now the present in nanoseconds, on a clock that never goes back
     */
    Station(GovernorSettings settings, Surroundings around, List<Notice> history, long now) {
        this.settings = settings;
        this.around = around;
        this.own = new OwnLoad(around.instance());
        Optional<Ruling> last = Optional.empty();
        for (Notice notice : history) {
            note(notice, now);
            if (notice instanceof Notice.Said said && said.record() instanceof Ruling ruling) {
                last = Optional.of(ruling);
            }
        }
        roll.gone(around.instance());
        this.heard = new HeardRuling(around.instance(), settings.floor(), roll.size() + 1);
        last.ifPresent(heard::remember);
        this.governed = new Governed(around.instance(), false, false, heard.share(now), 0, 0, heard.newest());
    }

    /** Something stands on the topic. */
    void hear(Notice notice, long now) {
        note(notice, now);
        if (notice instanceof Notice.Said said && said.record() instanceof Ruling ruling) {
            heard.hear(ruling, now);
        }
    }

    private void note(Notice notice, long now) {
        if (notice instanceof Notice.Gone gone) {
            roll.gone(gone.instance());
        } else if (notice instanceof Notice.Said said && said.record() instanceof InstanceLoad load) {
            roll.hear(load, now);
        }
    }

    /** Time passes: takes the share, and says what is to be said. */
    void tick(Bulletin bulletin, long now) {
        double share = heard.share(now);
        int concurrency = around.wanted().concurrency();
        double most = Math.min(share, concurrency);
        if (most != applied) {
            around.workforce().limit(most);
            applied = most;
        }
        around.workforce().part(heard.part(now));
        own.see(
                Math.min(around.workforce().demand(), concurrency),
                around.workforce().running());
        double demand = own.demand();
        double inUse = own.inUse();
        own.word(now, around.tally().at(now)).ifPresent(bulletin::post);
        OptionalInt generation = around.generation().get();
        boolean owner = generation.isPresent() && !heard.outranked(generation.getAsInt(), now);
        if (owner) {
            decide(bulletin, generation.getAsInt(), now);
        } else {
            leaveOffice();
        }
        governed = new Governed(around.instance(), owner, heard.holds(now), share, demand, inUse, heard.newest());
    }

    private void decide(Bulletin bulletin, int generation, long now) {
        Office mine = office.orElseGet(() -> takeOffice(now));
        mine.governor().hear(mine.samples(), now);
        roll.forget(now).forEach(bulletin::remove);
        Author author = new Author(around.instance(), generation, around.clock().millis());
        mine.governor().decide(roll, author, now).ifPresent(bulletin::post);
    }

    private Office takeOffice(long now) {
        Samples samples = new Samples();
        List<? extends SignalSource> sources = around.signals().get();
        Governor governor = new Governor(
                settings, around.wanted(), heard.beginning(now, around.clock().millis()), changes::tell);
        Office taken = new Office(governor, samples, sources);
        office = Optional.of(taken);
        unreadable.follow(sources);
        sources.forEach(source -> source.start(samples));
        return taken;
    }

    private void leaveOffice() {
        office.ifPresent(Office::close);
        office = Optional.empty();
    }

    /** The topic is away: decides nothing, and takes no more than its part of the floor. */
    void keepToTheFloor() {
        leaveOffice();
        around.workforce().part(OptionalDouble.empty());
        around.workforce().limit(Math.min(heard.leastShare(), around.wanted().concurrency()));
    }

    /** Leaves: decides no more, and says that it is gone. */
    void leave(Bulletin bulletin) {
        leaveOffice();
        bulletin.remove(around.instance());
    }

    /** How it is governed now. */
    Governed governed() {
        return governed;
    }

    /** How often the limit changed here for a reason, in a word. */
    long changes(String reason) {
        return changes.count(reason);
    }

    /** How often a signal could not be read here. */
    long unreadable(String signal) {
        return unreadable.count(signal);
    }
}

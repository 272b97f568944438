package io.penstock.processor.permit;

import io.penstock.processor.lane.Company;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * The attempts of a process that may end it, of all its partitions: while any is tried or is to be, nothing else begins. Those
 * who ask stand in line, so that all have their turn. Any thread may ask {@link #mayBegin}; for all else, one at a time.
 */
final class Trials {
    private final List<Trial> trials = new ArrayList<>();
    /** Who waits, and until when if it does not ask again. */
    private final Map<Object, Long> line = new LinkedHashMap<>();
    /** That of those which are tried. */
    private Company company = Company.MANY;
    /** From when on nothing runs beside them that may be to blame. */
    private long clear;

    private volatile long heldUntil;

    /**
     * One that is tried.
     *
     * @param lapses when its end is not waited for any longer: its partition's thread stands still
     */
    private record Trial(Object whose, long lapses) {}

    boolean mayBegin(long now) {
        return now >= heldUntil;
    }

    /**
     * Asks for a trial.
     *
     * @param idle whether nothing runs in the process
     * @param acquitted when what begins now has run for too long to be to blame
     * @return whether it begins now
     */
    boolean begin(Object whose, Company asked, boolean idle, long now, long acquitted) {
        if (mayBegin(now)) {
            clear = acquitted;
        }
        if (idle) {
            clear = now;
        }
        trials.removeIf(trial -> trial.lapses() <= now);
        line.values().removeIf(lapses -> lapses <= now);
        long lapses = acquitted + (acquitted - now);
        line.put(whose, lapses);
        boolean begins = now >= clear && line.keySet().iterator().next() == whose && trials.size() < room(asked);
        if (begins) {
            line.remove(whose);
            trials.add(new Trial(whose, lapses));
            company = asked;
        }
        hold();
        return begins;
    }

    private int room(Company asked) {
        return trials.isEmpty() ? asked.most() : Math.min(asked.most(), company.most());
    }

    /** One of its trials is over. */
    void end(Object whose) {
        trials.stream().filter(trial -> trial.whose() == whose).findFirst().ifPresent(trials::remove);
        hold();
    }

    /** It does not wait for another one. */
    void forgo(Object whose) {
        line.remove(whose);
        hold();
    }

    /** It is gone. */
    void leave(Object whose) {
        trials.removeIf(trial -> trial.whose() == whose);
        forgo(whose);
    }

    private void hold() {
        heldUntil = LongStream.concat(
                        trials.stream().mapToLong(Trial::lapses),
                        line.values().stream().mapToLong(Long::longValue))
                .max()
                .orElse(0);
    }
}

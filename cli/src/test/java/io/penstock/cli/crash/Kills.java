package io.penstock.cli.crash;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The kills of a crash test. Half of them, rounded up, are aimed: they wait until their victim has something under way. The
 * others come at random moments, whatever is going on; chance says which are which. What a kill has hit is looked at when it
 * is done, and in the same way for both. For use by one thread.
 */
public final class Kills {
    private final List<Boolean> aimed;
    private final List<Kill> done = new ArrayList<>();

    /** What was under way when its victim was killed. */
    public enum Hit {
        /** A transaction that was begun and neither committed nor aborted. */
        TRANSACTION("an open transaction"),
        /** A snapshot of which Kafka had a part. */
        SNAPSHOT("a running snapshot"),
        /** Writes of the database that Kafka had not acknowledged as changes. */
        UNACKNOWLEDGED("unacknowledged changes"),
        /** Handlers that had been called and had not returned. */
        ATTEMPTS("running attempts"),
        /** Nothing that can be shown. */
        NOTHING("nothing");

        private final String text;

        Hit(String text) {
            this.text = text;
        }
    }

    private record Kill(String victim, boolean aimed, Hit hit) {
        boolean hits() {
            return hit != Hit.NOTHING;
        }

        @Override
        public String toString() {
            return victim + (aimed ? " (aimed): " : ": ") + hit.text;
        }
    }

    private Kills(List<Boolean> aimed) {
        this.aimed = aimed;
    }

    /**
     * Kills of which any may be aimed.
     *
     * @param number how many
     * @param random says which are
     */
    public static Kills of(int number, Random random) {
        List<Boolean> aimed = new ArrayList<>(Collections.nCopies(number - number / 2, true));
        aimed.addAll(Collections.nCopies(number / 2, false));
        Collections.shuffle(aimed, random);
        return new Kills(aimed);
    }

    /** The same with the first one aimed: no fewer of the others come at random moments. */
    public static Kills firstAimed(int number, Random random) {
        Kills kills = of(number, random);
        Collections.swap(kills.aimed, 0, kills.aimed.indexOf(true));
        return kills;
    }

    /** Whether the next one is; those beyond the number are. */
    public boolean nextIsAimed() {
        return done.size() >= aimed.size() || aimed.get(done.size());
    }

    /**
     * Whether there is another one to do: as many as were asked for, and if fewer than half of them have hit something, which
     * proves too little, more, until half have; but no more than twice as many.
     */
    public boolean goOn() {
        return done.size() < aimed.size() || (!halfHit() && done.size() < 2 * aimed.size());
    }

    /** Whether at least half of them have hit something. */
    public boolean halfHit() {
        return hits() * 2 >= done.size();
    }

    /** The next one is done. */
    public void done(String victim, Hit hit) {
        done.add(new Kill(victim, nextIsAimed(), hit));
    }

    /** How many have hit something. */
    public int hits() {
        return (int) done.stream().filter(Kill::hits).count();
    }

    @Override
    public String toString() {
        return "%d of %d kills hit something, %s of those that were aimed and %s of those at random moments (%s)"
                .formatted(
                        hits(),
                        done.size(),
                        hits(Kill::aimed),
                        hits(kill -> !kill.aimed()),
                        done.stream().map(Kill::toString).collect(Collectors.joining(", ")));
    }

    private String hits(Predicate<Kill> which) {
        List<Kill> some = done.stream().filter(which).toList();
        return some.stream().filter(Kill::hits).count() + " of " + some.size();
    }
}

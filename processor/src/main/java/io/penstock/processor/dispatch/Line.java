package io.penstock.processor.dispatch;

import io.penstock.governor.tier.Load;
import io.penstock.processor.dispatch.Places.Taken;
import io.penstock.processor.dispatch.Places.Waiting;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The turns of one tier: those that wait, first come, first served, and those that run. Whoever has had a place and let others
 * pass comes before those that have had none. For use under the lock of {@link Places}.
 */
final class Line {
    private final Deque<Entry> returning = new ArrayDeque<>();
    private final Deque<Entry> waiting = new ArrayDeque<>();
    /** In the order in which they got their places. */
    private final List<Taken> interruptible = new ArrayList<>();

    private int running;
    private volatile boolean waits;

    /**
     * One that waits.
     *
     * @param since when it came, in nanoseconds
     */
    record Entry(Waiting who, long since) {}

    void add(Entry entry) {
        waiting.addLast(entry);
        waits = true;
    }

    void comeBack(Entry entry) {
        returning.addFirst(entry);
        waits = true;
    }

    /** Removes one that was taken back, at once. Compared by identity, not equals. */
    boolean remove(Waiting who) {
        boolean removed = remove(returning, who) || remove(waiting, who);
        note();
        return removed;
    }

    private static boolean remove(Deque<Entry> from, Waiting who) {
        for (Iterator<Entry> entries = from.iterator(); entries.hasNext(); ) {
            if (entries.next().who() == who) {
                entries.remove();
                return true;
            }
        }
        return false;
    }

    /** The next to get a place, which must be there. */
    Entry next() {
        Entry next = returning.isEmpty() ? waiting.removeFirst() : returning.removeFirst();
        note();
        return next;
    }

    /** Whether anybody does. Also without the lock, and then as it was a moment ago. */
    boolean waits() {
        return waits;
    }

    private void note() {
        waits = !returning.isEmpty() || !waiting.isEmpty();
    }

    int size() {
        return returning.size() + waiting.size();
    }

    void clear() {
        returning.clear();
        waiting.clear();
        waits = false;
    }

    /** Since when its oldest has waited, in nanoseconds. */
    Optional<Long> oldest() {
        Optional<Entry> first = Optional.ofNullable(waiting.isEmpty() ? returning.peekFirst() : waiting.peekFirst());
        return first.map(Entry::since);
    }

    void began(Taken place, boolean mayBeInterrupted) {
        running++;
        if (mayBeInterrupted) {
            interruptible.add(place);
        }
    }

    void ended(Taken place) {
        running--;
        interruptible.remove(place);
    }

    /** One place goes by the other's name. */
    void replace(Taken place, Taken name) {
        int index = interruptible.indexOf(place);
        if (index >= 0) {
            interruptible.set(index, name);
        }
    }

    /** The one that has lost the least if it is interrupted: it is none of those any more. */
    Optional<Taken> youngest() {
        return interruptible.isEmpty() ? Optional.empty() : Optional.of(interruptible.remove(interruptible.size() - 1));
    }

    Load load(long now) {
        Duration waited = oldest().map(since -> Duration.ofNanos(now - since)).orElse(Duration.ZERO);
        return new Load(running, interruptible.size(), size(), waited);
    }
}

package io.penstock.processor.dispatch;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * How many turns run at once: who finds no place waits in line, without a thread. The number can be changed at any time;
 * those that run go on. Threads may share one.
 */
final class Places {
    private static final Waiting NOBODY = place -> {};

    /** By what they are and not by what they say: first come, first served, and gone as soon as they are taken back. */
    private final Set<Waiting> line = new LinkedHashSet<>();

    private int limit;
    private int taken;
    private int lost;
    private boolean closed;

    /** What starts when there is a place. Called by the thread that asked for the place, or gave one back: must not wait. */
    @FunctionalInterface
    interface Waiting {
        /** There is a place. */
        void start(Place place);
    }

    Places(int limit) {
        this.limit = limit;
    }

    /** A place that is taken. */
    private final class Taken implements Place {
        private boolean free;
        private boolean mislaid;

        @Override
        public void leave() {
            synchronized (Places.this) {
                if (mislaid) {
                    mislaid = false;
                    lost--;
                } else if (!free) {
                    taken--;
                }
                free = true;
            }
            startNext();
        }

        /**
         * No more than there are places can be lost, so that handlers which never return cannot take all threads of the
         * machine.
         */
        @Override
        public void lose() {
            synchronized (Places.this) {
                if (free || lost >= limit) {
                    return;
                }
                free = true;
                mislaid = true;
                lost++;
                taken--;
            }
            startNext();
        }
    }

    /** Starts it now, or when there is a place. */
    void enter(Waiting waiting) {
        synchronized (this) {
            line.add(waiting);
        }
        startNext();
    }

    /**
     * Takes back what waits in line.
     *
     * @return whether it did; false if it has started, or never came
     */
    synchronized boolean withdraw(Waiting waiting) {
        return line.remove(waiting);
    }

    /** From now on so many. */
    void limit(int places) {
        synchronized (this) {
            limit = places;
        }
        startNext();
    }

    /** Nothing starts any more. */
    synchronized void close() {
        closed = true;
        line.clear();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    synchronized int taken() {
        return taken;
    }

    synchronized int waiting() {
        return line.size();
    }

    synchronized int lost() {
        return lost;
    }

    private void startNext() {
        for (Waiting next = admit(); next != NOBODY; next = admit()) {
            next.start(new Taken());
        }
    }

    private synchronized Waiting admit() {
        if (closed || line.isEmpty() || taken >= limit) {
            return NOBODY;
        }
        taken++;
        Waiting next = line.iterator().next();
        line.remove(next);
        return next;
    }
}

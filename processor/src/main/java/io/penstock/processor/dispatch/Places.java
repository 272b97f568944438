package io.penstock.processor.dispatch;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many turns run at once in a process: who finds no place waits in line, without a thread. The number can be changed at
 * any time; those that run go on. Threads may share one.
 */
final class Places {
    private final Deque<Waiting> line = new ArrayDeque<>();
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
    final class Place {
        private boolean free;
        private boolean mislaid;

        /** Gives it back; once. */
        void leave() {
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
         * Who has it does not answer: another gets a place meanwhile. No more than there are places can be lost, so that
         * handlers which never return cannot take all threads of the machine.
         */
        void lose() {
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
            next.start(new Place());
        }
    }

    private static final Waiting NOBODY = place -> {};

    private synchronized Waiting admit() {
        if (closed || line.isEmpty() || taken >= limit) {
            return NOBODY;
        }
        taken++;
        return line.remove();
    }
}

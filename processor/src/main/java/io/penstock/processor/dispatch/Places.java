package io.penstock.processor.dispatch;

import io.penstock.governor.gate.Gate;
import io.penstock.governor.gate.Permit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * How many turns run at once: who finds no place waits in line, without a thread. The number can be changed at any time, and
 * may have a fraction, which is taken in turns: attempts that run go on, and the turn that they belong to waits in line again
 * when the next one would begin. Threads may share one.
 */
final class Places {
    private static final Waiting NOBODY = place -> {};

    private final int most;
    private final Timer timer;
    private final Gate gate;
    /** By what they are and not by what they say: first come, first served, and gone as soon as they are taken back. */
    private final Deque<Waiting> line = new ArrayDeque<>();

    private int lost;
    private boolean closed;
    /** When the line is looked at again, if {@link #timed}: nanoseconds. */
    private long lookAt;

    private boolean timed;
    /** Whether anything but the number of those that came before can keep somebody waiting. */
    private volatile boolean limited;

    /** What starts when there is a place. Called by the thread that asked for the place, or gave one back: must not wait. */
    @FunctionalInterface
    interface Waiting {
        /** There is a place. */
        void start(Taken place);
    }

    private record Admission(Waiting next, Optional<Permit> permit) {}

    /**
     * @param most never more than so many
     */
    Places(int most, Timer timer) {
        this.most = most;
        this.timer = timer;
        this.gate = new Gate(timer::nanos);
        gate.limit(most);
    }

    /** A place that is taken. */
    final class Taken {
        private Permit permit;
        private boolean free;
        private boolean mislaid;

        private Taken(Permit permit) {
            this.permit = permit;
        }

        /** Gives it back, once. */
        void leave() {
            synchronized (Places.this) {
                if (mislaid) {
                    mislaid = false;
                    lost--;
                }
                free = true;
                permit.close();
            }
            startNext();
        }

        /**
         * No more than there are places can be lost, so that handlers which never return cannot take all threads of the
         * machine.
         */
        void lose() {
            synchronized (Places.this) {
                if (free || lost >= most) {
                    return;
                }
                free = true;
                mislaid = true;
                lost++;
                permit.close();
            }
            startNext();
        }

        /**
         * Lets others pass, if they come first now.
         *
         * @param again waits at the head of the line then
         * @return whether the place is given back; false: it may be kept
         */
        boolean letPass(Waiting again) {
            return exchange(this, again);
        }
    }

    /** Starts it now, or when there is a place. */
    void enter(Waiting waiting) {
        synchronized (this) {
            line.addLast(waiting);
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

    /** From now on so many, but never more than at first. */
    void limit(double places) {
        synchronized (this) {
            gate.limit(Math.min(places, most));
            limited = places < most;
        }
        startNext();
    }

    /** Nothing starts any more. */
    synchronized void close() {
        closed = true;
        line.clear();
    }

    /** Whether whoever has a place may have to let others pass. */
    boolean isLimited() {
        return limited;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    int taken() {
        return gate.running();
    }

    synchronized int waiting() {
        return line.size();
    }

    synchronized int lost() {
        return lost;
    }

    private boolean exchange(Taken place, Waiting again) {
        Admission admission;
        synchronized (this) {
            if (closed || place.free || !place.permit.isOver()) {
                return false;
            }
            place.permit.close();
            line.addFirst(again);
            admission = admit();
            if (admission.next() == again) {
                place.permit = admission.permit().orElseThrow();
                return false;
            }
            place.free = true;
        }
        if (start(admission)) {
            startNext();
        }
        return true;
    }

    private void startNext() {
        while (start(admit())) {}
    }

    private boolean start(Admission admission) {
        admission.permit().ifPresent(permit -> admission.next().start(new Taken(permit)));
        return admission.permit().isPresent();
    }

    private synchronized Admission admit() {
        Optional<Permit> permit = closed || line.isEmpty() ? Optional.empty() : gate.acquire();
        if (permit.isPresent()) {
            return new Admission(line.removeFirst(), permit);
        }
        if (!closed && !line.isEmpty()) {
            waitForTurn();
        }
        return new Admission(NOBODY, permit);
    }

    private void waitForTurn() {
        gate.nextTurn().ifPresent(wait -> {
            long at = timer.nanos() + wait;
            if (!timed || at - lookAt < 0) {
                timed = true;
                lookAt = at;
                timer.after(wait, this::turnCame);
            }
        });
    }

    private void turnCame() {
        synchronized (this) {
            timed = false;
        }
        startNext();
    }
}

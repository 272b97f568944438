package io.penstock.processor.dispatch;

import io.penstock.processor.turn.RunningAttempt;
import io.penstock.processor.turn.Turn;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * A turn's way through the lines that it has to wait in, one after the other: it holds a place of each when it runs, and
 * leaves all of them as soon as it is taken back. If others come first between two of its attempts, it waits in the last
 * line once more. Threads may share one.
 */
final class Passage {
    private final Turn turn;
    private final List<Places> lines;
    private final TurnRunner runner;
    private final Consumer<Passage> left;
    private final Deque<Places.Taken> held = new ArrayDeque<>();
    private final Rank rank;
    private Places.Waiting waiting = place -> {};
    private boolean over;

    /**
     * @param rank how much the turn matters
     * @param lines to wait in, in this order
     * @param left told once, when it is over
     */
    Passage(Turn turn, Rank rank, List<Places> lines, TurnRunner runner, Consumer<Passage> left) {
        this.turn = turn;
        this.rank = rank;
        this.lines = lines;
        this.runner = runner;
        this.left = left;
    }

    Turn turn() {
        return turn;
    }

    void begin() {
        turn.onStop(this::takeBack);
        enter(0);
    }

    private void enter(int line) {
        if (line == lines.size()) {
            runner.run(turn, new Stay());
            return;
        }
        Places.Waiting next = new InLine(line);
        boolean late;
        synchronized (this) {
            waiting = next;
            late = over;
        }
        if (!late) {
            lines.get(line).enter(next);
            // It may have been taken back just before it stood there.
            if (turn.isOver()) {
                takeBack();
            }
        }
    }

    private void admitted(int line, Places.Taken place) {
        boolean late;
        synchronized (this) {
            late = over;
            if (!late) {
                held.addLast(place);
            }
        }
        if (late) {
            place.leave();
        } else {
            enter(line + 1);
        }
    }

    /** The turn was stopped: if it still waits, it has nothing to wait for. */
    private void takeBack() {
        Places.Waiting last;
        synchronized (this) {
            last = waiting;
        }
        if (lines.stream().anyMatch(line -> line.withdraw(last))) {
            end();
        }
    }

    private void end() {
        List<Places.Taken> mine;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            mine = List.copyOf(held);
        }
        left.accept(this);
        mine.forEach(Places.Taken::leave);
    }

    private boolean letPass() {
        int line = lines.size() - 1;
        Places.Taken mine;
        synchronized (this) {
            mine = held.getLast();
        }
        if (!mine.mayHaveToPass() || !turn.goesOn()) {
            return false;
        }
        Places.Waiting again = new InLine(line);
        synchronized (this) {
            waiting = again;
            held.removeLast();
        }
        turn.onStop(this::takeBack);
        if (!mine.letPass(again)) {
            synchronized (this) {
                held.addLast(mine);
            }
            return false;
        }
        if (turn.isOver()) {
            takeBack();
        }
        return true;
    }

    /** Where it stands in one of the lines. Compared by identity, not equals. */
    private final class InLine implements Places.Waiting {
        private final int line;

        InLine(int line) {
            this.line = line;
        }

        @Override
        public void start(Places.Taken place) {
            admitted(line, place);
        }

        @Override
        public Rank rank() {
            return rank;
        }

        @Override
        public boolean interrupt() {
            return turn.current().map(RunningAttempt::preempt).orElse(false);
        }
    }

    /** From the time that it has all places until it leaves them, or one of them. */
    private final class Stay implements Place {
        private boolean gone;

        @Override
        public void leave() {
            boolean first;
            synchronized (this) {
                first = !gone;
                gone = true;
            }
            if (first) {
                end();
            }
        }

        @Override
        public void lose() {
            List<Places.Taken> mine;
            synchronized (Passage.this) {
                mine = over ? List.of() : List.copyOf(held);
            }
            mine.forEach(Places.Taken::lose);
        }

        @Override
        public boolean wentOn() {
            boolean passed = letPass();
            if (passed) {
                synchronized (this) {
                    gone = true;
                }
            }
            return passed;
        }
    }
}

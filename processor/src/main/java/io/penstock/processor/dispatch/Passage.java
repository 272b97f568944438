package io.penstock.processor.dispatch;

import io.penstock.processor.turn.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A turn's way through the lines that it has to wait in, one after the other: it holds a place of each when it runs, and
 * leaves all of them as soon as it is taken back. Threads may share one.
 */
final class Passage implements Place {
    private final Turn turn;
    private final List<Places> lines;
    private final TurnRunner runner;
    private final Consumer<Passage> left;
    private final List<Place> held = new ArrayList<>();
    private Places.Waiting waiting = place -> {};
    private boolean over;

    /**
     * @param lines to wait in, in this order
     * @param left told once, when it is over
     */
    Passage(Turn turn, List<Places> lines, TurnRunner runner, Consumer<Passage> left) {
        this.turn = turn;
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
            runner.run(turn, this);
            return;
        }
        Places.Waiting next = place -> admitted(line, place);
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

    private void admitted(int line, Place place) {
        boolean late;
        synchronized (this) {
            late = over;
            if (!late) {
                held.add(place);
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
            leave();
        }
    }

    @Override
    public void leave() {
        List<Place> mine;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            mine = List.copyOf(held);
        }
        left.accept(this);
        mine.forEach(Place::leave);
    }

    @Override
    public void lose() {
        List<Place> mine;
        synchronized (this) {
            mine = over ? List.of() : List.copyOf(held);
        }
        mine.forEach(Place::lose);
    }
}

package io.penstock.processor.dispatch;

import io.penstock.processor.turn.Turn;

/** Runs the turns of one job. */
interface TurnRunner {
    /**
     * Runs a turn to its end; does not wait for it.
     *
     * @param place given back when the turn is over
     */
    void run(Turn turn, Place place);
}

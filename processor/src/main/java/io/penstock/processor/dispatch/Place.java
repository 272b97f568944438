package io.penstock.processor.dispatch;

/** What a turn holds while it runs. Threads may share one. */
interface Place {
    /** Gives it back, once: the turn is over. */
    void leave();

    /** Whoever has it does not answer: another may have it meanwhile. */
    void lose();
}

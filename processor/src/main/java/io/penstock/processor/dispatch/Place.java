package io.penstock.processor.dispatch;

/** What a turn holds while it runs. Threads may share one. */
interface Place {
    /** Gives it back: the turn is over. Only the first call counts. */
    void leave();

    /** Whoever has it does not answer: another may have it meanwhile. */
    void lose();

    /**
     * To be asked between two attempts: whether it went to another, since the limit has fallen or others come first. Then
     * the turn waits in line again, and goes on with another place; whoever ran it lets go of both.
     */
    boolean wentOn();
}

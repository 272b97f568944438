package io.penstock.processor.dispatch;

/**
 * Interrupts a thread while it is at one piece of work, and never once it has gone on to another. Safe for use by several
 * threads.
 */
final class Interruption {
    private final Thread thread = Thread.currentThread();
    private boolean over;

    /** Interrupts, unless the work is over. */
    synchronized void interrupt() {
        if (!over) {
            thread.interrupt();
        }
    }

    /** For the thread itself: the work is over; an interrupt that it did not notice is forgotten. */
    synchronized void end() {
        over = true;
        Thread.interrupted();
    }
}

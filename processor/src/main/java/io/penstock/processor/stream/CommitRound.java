package io.penstock.processor.stream;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The steps that are committed together: those of one stream thread. Kafka Streams prepares its tasks for a commit one
 * after the other, and waits each time for all that was sent. So the first that is asked writes what all have held back,
 * and the others find nothing left to wait for: one wait a commit in place of one for each partition.
 *
 * <p>Sound because under exactly-once a thread's tasks share one transaction, and at-least-once asks for no more than that
 * nothing is written after its offsets are. Threads may share one; each sees its own steps.
 */
final class CommitRound {
    private final ThreadLocal<Set<Runnable>> steps = ThreadLocal.withInitial(LinkedHashSet::new);

    /** A step of this thread: {@code prepare} writes what it has held back, and does nothing if that is nothing. */
    void join(Runnable prepare) {
        steps.get().add(prepare);
    }

    /** The step is closed. By the thread that joined. */
    void leave(Runnable prepare) {
        steps.get().remove(prepare);
    }

    /** A commit is being prepared by this thread. */
    void prepare() {
        steps.get().forEach(Runnable::run);
    }
}

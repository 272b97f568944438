package io.penstock.processor.partition;

import io.penstock.processor.task.PendingTask;

/**
 * How much of a partition's backlog is put away in one look: the stream thread has other things to do, and all of it is one
 * transaction.
 *
 * @param tasks so many open tasks
 * @param bytes of their documents that are read; the one that goes beyond is the last
 */
public record AtOnce(int tasks, long bytes) {
    /** What goes in far less time than a transaction may last. */
    public static final AtOnce USUAL = new AtOnce(1_000, 16L << 20);

    /** As much as one look may take. */
    Room room() {
        return new Room(tasks, bytes);
    }

    /** What is left of it in one look. For use by one thread. */
    static final class Room {
        private int tasks;
        private long bytes;

        private Room(int tasks, long bytes) {
            this.tasks = tasks;
            this.bytes = bytes;
        }

        /** Whether there may be one more. */
        boolean isLeft() {
            return tasks > 0 && bytes > 0;
        }

        /** It is one less. */
        void takes() {
            tasks--;
        }

        /** The body of one was read. */
        void reads(PendingTask task) {
            bytes -= OpenTask.size(task);
        }
    }
}

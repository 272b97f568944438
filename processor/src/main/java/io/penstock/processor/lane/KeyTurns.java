package io.penstock.processor.lane;

/**
 * Finds lanes their places among those of a job that keeps no order, so that shard keys take turns: the nth lane of a key that
 * waits comes in the nth turn from now (start-time fair queueing; Goyal, Vin, Cheng 1996). So ten thousand tasks of one key do
 * not stand before the first of another. Keys are told apart by a part of their hash; those that share it share their turns.
 * What is known of keys is in memory only: after a restart each begins with the present turn. For use by one thread.
 */
final class KeyTurns {
    /** Of a place, the part that tells lanes of one turn apart. */
    private static final int SEQUENCE_BITS = 28;

    private static final int KEYS = 4096;

    private final long[] last = new long[KEYS];
    private long present;

    /** The lane at this place comes next: its turn is the present one. */
    void reached(long place) {
        present = Math.max(present, place >>> SEQUENCE_BITS);
    }

    /** The place of another lane of a key. */
    long place(long group, long sequence) {
        int key = (int) (group & (KEYS - 1));
        last[key] = Math.max(present, last[key]) + 1;
        return (last[key] << SEQUENCE_BITS) | (sequence & ((1L << SEQUENCE_BITS) - 1));
    }
}

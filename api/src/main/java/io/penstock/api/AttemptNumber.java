package io.penstock.api;

/**
 * Tells the attempts at one task apart and orders them: a later attempt always has the greater number, also after the
 * task has moved to another process. A system that remembers the greatest number that it has seen for an idempotency key
 * can refuse whatever an older attempt still sends (a fencing token).
 *
 * @param epoch grows each time that the task's partition is assigned to a process
 * @param count counts the attempts at the task, from 1
 */
public record AttemptNumber(long epoch, int count) implements Comparable<AttemptNumber> {
    @Override
    public int compareTo(AttemptNumber other) {
        int byEpoch = Long.compare(epoch, other.epoch);
        return byEpoch != 0 ? byEpoch : Integer.compare(count, other.count);
    }
}

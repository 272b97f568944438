package io.penstock.processor.partition;

import io.penstock.processor.turn.RunningAttempt;
import java.util.List;
import java.util.Set;

/**
 * What a process keeps of a partition that has left it, or whose transaction was aborted, until it comes back or is known to
 * have gone to another process.
 *
 * @param running attempts that go on
 * @param epochs of the assignments that this process has had, from the last one that is known to have committed: where the rows
 *     have one of them, nobody else has begun anything meanwhile, and the process has lived on
 */
public record Kept(List<RunningAttempt> running, Set<Long> epochs) {
    /** Of a partition that was not here before. */
    public static final Kept NOTHING = new Kept(List.of(), Set.of());

    public Kept {
        running = List.copyOf(running);
        epochs = Set.copyOf(epochs);
    }
}

package io.penstock.processor.turn;

import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Raw;
import java.util.concurrent.CompletableFuture;

/** What a worker tells of the attempts of a turn. */
public sealed interface TurnEvent {
    /** The attempt that it is about. */
    RunningAttempt attempt();

    /** The handler is about to be called. */
    record Begun(RunningAttempt attempt) implements TurnEvent {}

    /**
     * The attempt came to an end, and settles.
     *
     * @param at when: milliseconds since 1970
     */
    record Ended(RunningAttempt attempt, Completion completion, long at) implements TurnEvent {}

    /** The process is about to stop, and has taken the right to settle away: the attempt has not ended the process. */
    record GivenUp(RunningAttempt attempt) implements TurnEvent {}

    /**
     * The attempt had to make room for what matters more: the right to settle was taken away, and its task is to run again.
     *
     * @param at when: milliseconds since 1970
     */
    record Preempted(RunningAttempt attempt, long at) implements TurnEvent {}

    /** An attempt that had lost its right to settle has returned: its thread is free again. */
    record Returned(RunningAttempt attempt) implements TurnEvent {}

    /**
     * The attempt asks for its progress to be kept.
     *
     * @param kept to be completed when it is committed, exceptionally if it will not be
     */
    record Checkpointed(RunningAttempt attempt, Raw progress, CompletableFuture<Void> kept) implements TurnEvent {}

    /** Where workers tell it: any thread may call, none waits. */
    @FunctionalInterface
    interface Sink {
        /** Takes it. */
        void post(TurnEvent event);
    }
}

package io.penstock.processor.partition;

import io.penstock.processor.task.Attempt;
import io.penstock.processor.task.Output;
import io.penstock.processor.turn.Turn;

/** What the core asks of the world around it. */
public interface Effects {
    /** Run the handler for this attempt of an inline job, and say {@link TaskPartition#ended} when it has ended. */
    void start(Attempt attempt);

    /** Give this turn to a worker of its job. What it posts comes back by {@link TaskPartition#happened}. */
    void hand(String job, Turn turn);

    /** A turn for {@link #hand}, empty: it posts to where this partition looks. */
    Turn newTurn();

    /** Write this to its topic, in the transaction of the event that is being processed. */
    void emit(Output output);

    /** Commit before long: something waits for it. */
    void commitSoon();
}

package io.penstock.processor.partition;

import io.penstock.processor.task.Attempt;
import io.penstock.processor.task.Output;

/** What the core asks of the world around it. */
public interface Effects {
    /** Run the handler for this attempt, and say {@link TaskPartition#ended} when it has ended. */
    void start(Attempt attempt);

    /** Write this to its topic, in the transaction of the event that is being processed. */
    void emit(Output output);
}

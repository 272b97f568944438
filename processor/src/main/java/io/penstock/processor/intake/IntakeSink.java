package io.penstock.processor.intake;

import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Output;

/** Where intake puts what it makes. */
public interface IntakeSink {
    /** On to the partition that owns the task's shard key. */
    void forward(Arrival arrival);

    /** To its topic. */
    void emit(Output output);
}

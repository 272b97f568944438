package io.penstock.processor.stream;

import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Raw;

/** What a step of the topology passes on. */
sealed interface Emission {
    /** To the partition that owns the task's shard key. */
    record Forward(Arrival arrival) implements Emission {}

    /**
     * To an output topic.
     *
     * @param topic its name
     * @param value the record's value
     */
    record Write(String topic, Raw value) implements Emission {}
}

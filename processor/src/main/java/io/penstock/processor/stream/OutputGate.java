package io.penstock.processor.stream;

import io.penstock.processor.task.Output;
import io.penstock.settings.ProcessingSettings.TaskEvents;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/** Forwards outputs as records, those task events excepted that nobody asked for. For use by one thread. */
final class OutputGate {
    private final ProcessorContext<byte[], Emission> context;
    private final OutputCodec codec;
    private final TaskEvents told;
    private final String sink;

    /**
     * @param sink the node that writes records, a child of the context's: named, since with more than one child each would
     *     be asked
     */
    OutputGate(ProcessorContext<byte[], Emission> context, OutputCodec codec, TaskEvents told, String sink) {
        this.sink = sink;
        this.context = context;
        this.codec = codec;
        this.told = told;
    }

    void emit(Output output, long timestamp) {
        if (!(output instanceof Output.Event event) || tells(event)) {
            context.forward(codec.record(output, context.taskId().partition(), timestamp), sink);
        }
    }

    private boolean tells(Output.Event event) {
        return switch (told) {
            case ALL -> true;
            case PROBLEMS -> event.kind().problem();
            case NONE -> false;
        };
    }
}

package io.penstock.processor.stream;

import io.penstock.processor.task.Output;
import io.penstock.settings.ProcessingSettings.TaskEvents;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/** Forwards outputs as records, those task events excepted that nobody asked for. For use by one thread. */
final class OutputGate {
    private final ProcessorContext<byte[], Emission> context;
    private final OutputCodec codec;
    private final TaskEvents told;

    OutputGate(ProcessorContext<byte[], Emission> context, OutputCodec codec, TaskEvents told) {
        this.context = context;
        this.codec = codec;
        this.told = told;
    }

    void emit(Output output, long timestamp) {
        if (output instanceof Output.Reply reply) {
            context.forward(codec.answer(reply.answer().from(context.taskId().partition()), timestamp));
        } else if (!(output instanceof Output.Event event) || tells(event)) {
            context.forward(codec.record(output, timestamp));
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

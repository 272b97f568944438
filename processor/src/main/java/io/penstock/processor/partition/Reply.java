package io.penstock.processor.partition;

import io.penstock.records.Command;
import io.penstock.records.CommandAnswer;
import io.penstock.records.CommandAnswer.Code;
import io.penstock.records.CommandAnswer.Status;
import java.util.List;

/** What became of a command here. */
record Reply(Status status, Code code, String message, long tasks, List<String> documents) {
    @SuppressWarnings("AnnotateFormatMethod") // The annotation is of a library that is not here.
    static Reply done(long tasks, String message, Object... values) {
        return new Reply(Status.DONE, Code.DONE, message.formatted(values), tasks, List.of());
    }

    @SuppressWarnings("AnnotateFormatMethod")
    static Reply unchanged(Code code, String message, Object... values) {
        return new Reply(Status.UNCHANGED, code, message.formatted(values), 0, List.of());
    }

    @SuppressWarnings("AnnotateFormatMethod")
    static Reply refused(Code code, String message, Object... values) {
        return new Reply(Status.REFUSED, code, message.formatted(values), 0, List.of());
    }

    /** The same with another code. */
    Reply because(Code other) {
        return new Reply(status, other, message, tasks, documents);
    }

    /** About these documents. */
    Reply about(List<String> ids) {
        return new Reply(status, code, message, tasks, ids);
    }

    /** As it is told; the partition is not known here. */
    CommandAnswer to(Command command) {
        return new CommandAnswer(command.id(), 0, status, code, message, tasks, documents);
    }
}

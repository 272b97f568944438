package io.penstock.processor.admission;

import io.penstock.api.Operation;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Arrival.Intent;
import io.penstock.processor.task.ContentHash;
import io.penstock.processor.task.Contents;
import io.penstock.processor.task.DocumentVersion;
import io.penstock.processor.task.FieldVersion;
import io.penstock.processor.task.Origin;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.Position;
import io.penstock.processor.task.TaskKey;
import io.penstock.records.ResumeToken;
import java.util.Optional;

/** What arrives of document 1, whose task id is A-1; contents are numbers, and 0 is none. */
final class Arrivals {
    private Arrivals() {}

    private static Arrival arrival(
            Intent intent, Operation operation, long time, Optional<String> field, long content, boolean redelivered) {
        int phase = operation == Operation.READ
                ? Position.READ
                : operation == Operation.DELETE ? Position.DELETE : Position.WRITE;
        Position position = Position.ofToken(new ResumeToken(time, 0), phase);
        return arrival(intent, operation, time, position, field, content, redelivered);
    }

    private static Arrival arrival(
            Intent intent,
            Operation operation,
            long time,
            Position position,
            Optional<String> field,
            long content,
            boolean redelivered) {
        return new Arrival(
                intent,
                new PendingTask(
                        new TaskKey("job", "shop.orders", "A-1"),
                        new DocumentVersion(
                                "1",
                                operation,
                                position,
                                time,
                                field.map(FieldVersion::new),
                                content == 0 ? Optional.empty() : Optional.of(new ContentHash(content, content))),
                        "c1",
                        Contents.NONE,
                        new Origin("penstock.shop.orders", 0, time, 0)),
                redelivered);
    }

    static Arrival update(long time, long content) {
        return arrival(Intent.RUN, Operation.UPDATE, time, Optional.empty(), content, false);
    }

    static Arrival versioned(long time, Optional<String> field) {
        return arrival(Intent.RUN, Operation.UPDATE, time, field, 0, false);
    }

    static Arrival inserted(long time, String field) {
        return arrival(Intent.RUN, Operation.CREATE, time, Optional.of(field), 0, false);
    }

    static Arrival read(long time, String field) {
        return arrival(Intent.RUN, Operation.READ, time, Optional.of(field), 0, false);
    }

    /** The insert or an update without a token: two at one time are told apart by a hash. */
    static Arrival withoutToken(Operation operation, long time, String hash, String field) {
        Position position = Position.ofClock(time, Position.WRITE, hash);
        return arrival(Intent.RUN, operation, time, position, Optional.of(field), 0, false);
    }

    /** The insert of this time is told, and makes no task. */
    static Arrival begun(long time) {
        Position position = inserted(time, "0").task().version().position().beforeInsert();
        return arrival(Intent.BEGIN, Operation.CREATE, time, position, Optional.empty(), 0, false);
    }

    static Arrival end(long time) {
        return arrival(Intent.END, Operation.DELETE, time, Optional.empty(), 0, false);
    }

    static Arrival toldAgain(long time, long content) {
        return arrival(Intent.RUN, Operation.CREATE, time, Optional.empty(), content, true);
    }

    /** A snapshot's read that is to be recorded as known. */
    static Arrival seed(long time, long content) {
        return arrival(Intent.SEED, Operation.READ, time, Optional.empty(), content, false);
    }
}

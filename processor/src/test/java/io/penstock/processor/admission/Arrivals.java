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
        return new Arrival(
                intent,
                new PendingTask(
                        new TaskKey("job", "shop.orders", "A-1"),
                        new DocumentVersion(
                                "1",
                                operation,
                                Position.ofToken(new ResumeToken(time, 0), phase),
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

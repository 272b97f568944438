package io.penstock.processor.testing;

import io.penstock.api.AttemptNumber;
import io.penstock.api.Operation;
import io.penstock.processor.task.Attempt;
import io.penstock.processor.task.Contents;
import io.penstock.processor.task.DocumentVersion;
import io.penstock.processor.task.Origin;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.Position;
import io.penstock.processor.task.Raw;
import io.penstock.processor.task.TaskKey;
import io.penstock.records.ResumeToken;
import java.util.Optional;

/** Tasks for tests that need no change to make one of. */
public final class Tasks {
    private Tasks() {}

    /** A task of job {@code job} for the insert of document 1. */
    public static PendingTask of(String document) {
        return new PendingTask(
                new TaskKey("job", "shop.orders", "1"),
                new DocumentVersion(
                        "1",
                        Operation.CREATE,
                        Position.ofToken(new ResumeToken(10L << 32, 0), Position.WRITE),
                        10_000,
                        Optional.empty(),
                        Optional.empty()),
                "1",
                new Contents(Optional.of(Raw.of(document)), Optional.empty(), Optional.empty()),
                new Origin("penstock.shop.orders", 0, 5, 11_000));
    }

    /** A task of job {@code job} for the insert of the document with this number, whose task id and shard key that is. */
    public static PendingTask ofDocument(String id) {
        return new PendingTask(
                new TaskKey("job", "shop.orders", id),
                new DocumentVersion(
                        id,
                        Operation.CREATE,
                        Position.ofToken(new ResumeToken(10L << 32, 0), Position.WRITE),
                        10_000,
                        Optional.empty(),
                        Optional.empty()),
                id,
                new Contents(Optional.of(Raw.of("{\"_id\": " + id + "}")), Optional.empty(), Optional.empty()),
                new Origin("penstock.shop.orders", 0, 5, 11_000));
    }

    /** A task of job {@code job} for an update of document 1, so many changes after its insert. */
    public static PendingTask ofUpdate(int later) {
        PendingTask insert = of("{\"_id\": 1, \"changes\": " + later + "}");
        return new PendingTask(
                insert.key(),
                new DocumentVersion(
                        "1",
                        Operation.UPDATE,
                        Position.ofToken(new ResumeToken(10L << 32, later), Position.WRITE),
                        10_000,
                        Optional.empty(),
                        Optional.empty()),
                insert.shardKey(),
                insert.contents(),
                insert.origin());
    }

    /** The first attempt at it. */
    public static Attempt attempt(String document) {
        return new Attempt(of(document), new AttemptNumber(1, 1));
    }
}

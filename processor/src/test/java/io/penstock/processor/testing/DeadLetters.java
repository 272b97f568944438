package io.penstock.processor.testing;

import io.penstock.processor.task.Output;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.Raw;
import io.penstock.records.Command;
import java.util.Optional;

/** What is done with dead letters. */
public final class DeadLetters {
    private DeadLetters() {}

    /** What an operator asks who has read a dead letter. */
    public static Command.Retry retry(Output.LostTask lost) {
        PendingTask task = lost.task();
        return new Command.Retry(new Command.GivenUp(
                task.key().job(),
                task.key().collection(),
                task.key().taskId(),
                new Command.Version(
                        task.version().documentId(),
                        task.version().position().text(),
                        task.version().operation().code(),
                        task.version().changedAt()),
                task.shardKey(),
                new Command.Tries(
                        lost.tries().round(),
                        lost.tries().attempts(),
                        lost.tries().compensates()),
                new Command.Contents(task.contents().after().map(Raw::toString), Optional.empty(), Optional.empty()),
                new Command.Source(
                        task.origin().topic(),
                        task.origin().partition(),
                        task.origin().offset(),
                        task.origin().firstSeen())));
    }
}

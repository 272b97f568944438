package io.penstock.processor.dispatch;

import io.penstock.api.AttemptNumber;
import io.penstock.api.Bulk;
import io.penstock.api.Documents;
import io.penstock.api.TaskContext;
import io.penstock.documents.AttemptAccess;
import io.penstock.processor.task.Raw;
import io.penstock.processor.turn.RunningAttempt;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * What surrounds an attempt of a queued job. Threads may share one.
 *
 * @param callbacks run what a handler hangs on the stage of a checkpoint
 * @param database what it may do with the database
 */
record AttemptContext(RunningAttempt running, InstantSource clock, Executor callbacks, AttemptAccess database)
        implements TaskContext {
    @Override
    public AttemptNumber attempt() {
        return running.work().attempt().number();
    }

    @Override
    public CompletionStage<Void> checkpoint(byte[] progress) {
        Objects.requireNonNull(
                progress, "checkpoint(progress) was called with null: an empty array is a checkpoint, too");
        if (progress.length > MAX_CHECKPOINT_BYTES) {
            throw new IllegalArgumentException(
                    "A checkpoint has at most %,d bytes, and this one %,d: keep in it where to"
                                    .formatted(MAX_CHECKPOINT_BYTES, progress.length)
                            + " go on, and the work itself elsewhere");
        }
        // The stream thread completes it, and must not run what hangs on it.
        return running.checkpoint(Raw.of(progress.clone()))
                .toCompletableFuture()
                .whenCompleteAsync((kept, thrown) -> {}, callbacks)
                .minimalCompletionStage();
    }

    @Override
    public Optional<byte[]> lastCheckpoint() {
        return running.work().checkpoint().map(kept -> kept.bytes().clone());
    }

    @Override
    public void extend(Duration more) {
        Objects.requireNonNull(more, "extend(more) was called with null");
        if (more.isNegative() || more.isZero()) {
            throw new IllegalArgumentException("The time asked for must be positive, and not " + more);
        }
        long now = clock.millis();
        boolean forEver = more.compareTo(Duration.ofMillis(Long.MAX_VALUE - now)) > 0;
        running.extend(forEver ? Long.MAX_VALUE : now + more.toMillis());
    }

    @Override
    public Documents documents(String collection) {
        return database.documents(collection);
    }

    @Override
    public Bulk bulk(String collection) {
        return database.bulk(collection);
    }

    /** The handler has returned. Completes when all that it wrote is done; fails if any of it did. */
    CompletionStage<Void> written() {
        return database.written();
    }

    @Override
    public boolean isCancelled() {
        return running.isRevoked();
    }
}

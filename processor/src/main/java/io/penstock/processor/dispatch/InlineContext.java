package io.penstock.processor.dispatch;

import io.penstock.api.AttemptNumber;
import io.penstock.api.TaskContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What surrounds an attempt on the stream thread: nothing ends it but its handler, and nothing is kept of it. */
record InlineContext(AttemptNumber attempt) implements TaskContext {
    @Override
    public CompletionStage<Void> checkpoint(byte[] progress) {
        throw new UnsupportedOperationException(
                "An inline handler cannot save a checkpoint: it runs within the stream thread's transaction, which waits"
                        + " for its end. Write 'execution: queued' for work that is long enough to need one.");
    }

    @Override
    public Optional<byte[]> lastCheckpoint() {
        return Optional.empty();
    }

    @Override
    public void extend(Duration more) {
        if (more.isNegative() || more.isZero()) {
            throw new IllegalArgumentException("The time asked for must be positive, and not " + more);
        }
    }

    @Override
    public boolean isCancelled() {
        return false;
    }
}

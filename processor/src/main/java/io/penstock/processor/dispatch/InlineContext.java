package io.penstock.processor.dispatch;

import io.penstock.api.AttemptNumber;
import io.penstock.api.Bulk;
import io.penstock.api.Documents;
import io.penstock.api.TaskContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What surrounds an attempt on the stream thread: nothing ends it but its handler, and nothing is kept of it. */
record InlineContext(AttemptNumber attempt) implements TaskContext {
    @Override
    public CompletionStage<Void> checkpoint(byte[] progress) {
        throw new UnsupportedOperationException(
                "An inline handler cannot save a checkpoint: it runs within the stream thread's transaction, which"
                        + " waits for its end. Write 'execution: queued' for work that is long enough to need one.");
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
    public Documents documents(String collection) {
        throw noDatabase();
    }

    @Override
    public Bulk bulk(String collection) {
        throw noDatabase();
    }

    private static UnsupportedOperationException noDatabase() {
        return new UnsupportedOperationException(
                "An inline handler cannot reach the database through its context: it runs on the stream thread, which"
                        + " must not wait for one. Write 'execution: queued'.");
    }

    @Override
    public boolean isCancelled() {
        return false;
    }
}

package io.penstock.documents;

import io.penstock.api.DatabaseCost;
import io.penstock.api.DatabaseException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Gathers the writes to one collection. A request has each document at most once, and there is one at a time: so writes to
 * one document keep their order. Threads may share one.
 */
final class WriteBatches {
    /** Of what waits. A handler that asks for more without waiting would fill the heap. */
    private static final long MAX_BYTES = 64L << 20;
    /** Of one request, well below the 48 MB that a server takes. */
    private static final long MAX_REQUEST_BYTES = 16L << 20;

    private final Writer writer;
    private final DocumentCache.Part cache;
    private final ClusterTimes times;
    private final int maxSize;
    private final Pace pace;
    private Deque<Write> waiting = new ArrayDeque<>();
    private long waitingBytes;

    WriteBatches(
            Writer writer, DocumentCache.Part cache, ClusterTimes times, Workers workers, AccessOptions.Batch batch) {
        this.writer = writer;
        this.cache = cache;
        this.times = times;
        this.maxSize = batch.maxSize();
        this.pace = new Pace(workers, batch, this::send);
    }

    /**
     * Takes a write.
     *
     * @throws DatabaseException if too much waits already
     */
    void add(Write write) {
        synchronized (this) {
            if (waitingBytes + write.bytes() > MAX_BYTES && !waiting.isEmpty()) {
                throw new DatabaseException(
                        "More than %d MB wait to be written: wait for the stages of earlier writes before you ask for more"
                                .formatted(MAX_BYTES >> 20),
                        true);
            }
            waitingBytes += write.bytes();
            waiting.add(write);
        }
        pace.added();
    }

    private CompletableFuture<Void> send() {
        for (List<Write> batch = next(); !batch.isEmpty(); batch = next()) {
            write(batch);
        }
        return CompletableFuture.completedFuture(null);
    }

    private synchronized List<Write> next() {
        List<Write> batch = new ArrayList<>();
        Deque<Write> later = new ArrayDeque<>();
        Set<Key> keys = new HashSet<>();
        long bytes = 0;
        while (!waiting.isEmpty() && batch.size() < maxSize && (bytes < MAX_REQUEST_BYTES || batch.isEmpty())) {
            Write write = waiting.remove();
            if (keys.add(write.key())) {
                batch.add(write);
                bytes += write.bytes();
            } else {
                later.add(write);
            }
        }
        later.addAll(waiting);
        waiting = later;
        waitingBytes -= bytes;
        return batch;
    }

    private void write(List<Write> batch) {
        long start = System.nanoTime();
        Map<Write, DatabaseException> failed = writer.write(batch);
        long nanos = (System.nanoTime() - start) / batch.size();
        Stored outOfDate = new Stored(times.newest(), false, Optional.empty());
        for (Write write : batch) {
            // Also after a failure: it may have been done all the same.
            cache.keep(write.key(), outOfDate);
            write.account().charge(new DatabaseCost(1.0 / batch.size(), 0, 1, 0, write.bytes(), nanos));
            Optional.ofNullable(failed.get(write))
                    .ifPresentOrElse(
                            write.done()::completeExceptionally,
                            () -> write.done().complete(null));
        }
    }
}

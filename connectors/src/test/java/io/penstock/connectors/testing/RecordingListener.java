package io.penstock.connectors.testing;

import io.penstock.connectors.engine.EngineListener;
import io.penstock.connectors.engine.EngineState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Keeps what the engine tells. */
public final class RecordingListener implements EngineListener {
    public final List<EngineState> states = new CopyOnWriteArrayList<>();
    public final List<String> restarts = new CopyOnWriteArrayList<>();
    public final List<String> deadLetters = new CopyOnWriteArrayList<>();
    public final AtomicInteger delivered = new AtomicInteger();
    /** How many had been delivered when the engine first said that it streams; -1 before. */
    public final AtomicInteger deliveredBeforeStreaming = new AtomicInteger(-1);

    public final AtomicLong bytes = new AtomicLong();
    public final AtomicReference<Optional<Instant>> newest = new AtomicReference<>(Optional.empty());

    @Override
    public void stateChanged(EngineState state) {
        if (state instanceof EngineState.Streaming) {
            deliveredBeforeStreaming.compareAndSet(-1, delivered.get());
        }
        states.add(state);
    }

    @Override
    public void delivered(int records, long size, Optional<Instant> latest) {
        delivered.addAndGet(records);
        bytes.addAndGet(size);
        newest.set(latest);
    }

    @Override
    public void deadLetter(String topic, int size) {
        deadLetters.add(topic);
    }

    @Override
    public void restarting(String reason, Duration pause) {
        restarts.add(reason);
    }
}

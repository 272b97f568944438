package io.penstock.connectors.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Is told what the engine does. Called by the engine's threads, never by two at once for one method, and while they
 * wait: be quick, and throw nothing.
 */
public interface EngineListener {
    /**
     * The loop that keeps the engine going has come round. It does so once a minute at least, whatever it waits for: a run that
     * goes well, its turn, the next attempt. May be called by two threads at once.
     */
    default void round() {}

    /** The engine does something else from now on. */
    default void stateChanged(EngineState state) {}

    /**
     * Kafka has acknowledged changes.
     *
     * @param records how many
     * @param bytes keys, values and headers together
     * @param newest when the newest of these changes happened, as the source says; empty if it does not say
     */
    default void delivered(int records, long bytes, Optional<Instant> newest) {}

    /**
     * A change did not fit and went to the dead letters.
     *
     * @param topic where it belonged
     * @param bytes its size
     */
    default void deadLetter(String topic, int bytes) {}

    /**
     * The engine will be started again.
     *
     * @param reason what ended it
     * @param pause how long it waits before
     */
    default void restarting(String reason, Duration pause) {}
}

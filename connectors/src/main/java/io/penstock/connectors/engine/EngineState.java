package io.penstock.connectors.engine;

import java.time.Duration;

/**
 * What the engine is doing.
 *
 * <pre>
 *   StandingBy
 *      ^
 *      v
 *   Starting ──> Snapshot ──> Streaming
 *      ^  └─────────┴───────────┴──┐
 *      └──── Waiting <─────────────┤
 *                                  ├──> Failed
 *                                  └──> Stopped
 * </pre>
 */
public sealed interface EngineState {
    /** Connecting to Kafka and MongoDB. */
    record Starting() implements EngineState {}

    /** Another engine of the same source works; this one takes over when that ends. */
    record StandingBy() implements EngineState {}

    /** Reading whole collections. */
    record Snapshot() implements EngineState {}

    /** Following the change stream; Kafka has all of the snapshot before it. */
    record Streaming() implements EngineState {}

    /**
     * Something is away; the engine goes on by itself when it is back.
     *
     * @param what what it waits for: {@code MongoDB}, {@code Kafka} or {@code the change stream}
     * @param why what happened
     * @param pause how long until the next attempt; zero while an attempt still runs
     */
    record Waiting(String what, String why, Duration pause) implements EngineState {}

    /**
     * Ended by what nobody but a person can mend.
     *
     * @param reason what happened and what to do
     */
    record Failed(String reason) implements EngineState {}

    /** Ended because it was closed. */
    record Stopped() implements EngineState {}

    /** Whether the engine does what it is there for: it follows the stream, or stands by for another that works. */
    default boolean ready() {
        return this instanceof Streaming || this instanceof StandingBy;
    }

    /** Whether the engine has ended. */
    default boolean ended() {
        return this instanceof Failed || this instanceof Stopped;
    }
}

package io.penstock.connectors.sink;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Is told what becomes of the records. Called by the engine's thread, which waits: be quick. */
public interface SinkListener {
    /**
     * The connector handed something over: the stream is alive.
     *
     * @param token the resume token of the newest place; empty if what was handed over stands for none
     */
    void heard(Optional<String> token);

    /** The connector began to read whole collections. */
    void snapshotStarted();

    /** The connector follows the change stream from now on, and Kafka has all that it read before. */
    void snapshotEnded();

    /** The stream has ended, for what it watched was dropped; where to go on from then is kept. */
    void streamEnded();

    /**
     * A snapshot on demand could not go on, and the connector must not either: nothing more is taken from it. The next one
     * goes on behind what was given up.
     *
     * @param collections what could not be read
     */
    void chunkFailed(List<String> collections);

    /** Kafka has what was handed over last: nobody waits for it any more. */
    void acknowledged();

    /**
     * Kafka has acknowledged records, and their offsets are marked.
     *
     * @param records how many
     * @param bytes keys, values and headers together
     * @param newest when the newest of these changes happened, as the source says; empty if it does not say
     */
    void delivered(int records, long bytes, Optional<Instant> newest);

    /**
     * A change did not fit and went to the dead letters.
     *
     * @param topic where it belonged
     * @param bytes its size
     */
    void deadLetter(String topic, int bytes);
}

package io.penstock.connectors.sink;

import org.apache.kafka.common.KafkaException;

/** Kafka does not take the record that says how far the engine has read; the message says what to do. */
public final class OffsetTooLargeException extends KafkaException {
    private static final long serialVersionUID = 1L;

    /** @param message what to do */
    public OffsetTooLargeException(String message) {
        super(message);
    }
}

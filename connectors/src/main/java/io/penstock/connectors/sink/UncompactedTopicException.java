package io.penstock.connectors.sink;

import org.apache.kafka.common.config.ConfigException;

/** Kafka would delete from a topic of which the newest records are needed for ever; the message says what to do. */
public final class UncompactedTopicException extends ConfigException {
    private static final long serialVersionUID = 1L;

    UncompactedTopicException(String message) {
        super(message);
    }
}

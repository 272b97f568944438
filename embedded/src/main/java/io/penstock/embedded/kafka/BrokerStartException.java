package io.penstock.embedded.kafka;

/** The embedded broker could not start; the message says why, where and what to do, in one line. */
public final class BrokerStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokerStartException(String message) {
        super(message);
    }

    BrokerStartException(String message, Throwable cause) {
        super(message, cause);
    }
}

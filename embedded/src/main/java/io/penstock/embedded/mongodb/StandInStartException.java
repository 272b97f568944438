package io.penstock.embedded.mongodb;

import java.io.UncheckedIOException;

/** The stand-in for MongoDB could not start; the message says why, where and what to do, in one line. */
public final class StandInStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StandInStartException(UncheckedIOException cause) {
        super(cause.getMessage(), cause);
    }
}

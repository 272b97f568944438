package io.penstock.processor.dispatch;

import org.jspecify.annotations.Nullable;

/** A handler cannot be made, opened or closed. */
public class HandlerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message which one, and what is wrong with it
     * @param cause what was thrown, if anything was
     */
    public HandlerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

package io.penstock.processor.partition;

/** A document does not say when its task may run, where its job looks for it. */
public final class NotATimeException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what is there instead, and where
     */
    public NotATimeException(String message) {
        super(message);
    }
}

package io.penstock.api;

/** The document that came with a task is not what it should be: JSON, with an object at its root. */
public class MalformedDocumentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what is wrong, and where
     * @param cause what the parser said
     */
    public MalformedDocumentException(String message, Throwable cause) {
        super(message, cause);
    }
}

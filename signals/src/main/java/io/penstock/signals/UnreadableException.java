package io.penstock.signals;

/** What came, or was asked for, could not be read. Shows no secret. */
final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String kind;

    /**
     * @param kind what is wrong, the same for each that is wrong alike
     * @param detail what is wrong with this one, and what to do
     */
    UnreadableException(String kind, String detail) {
        super(detail);
        this.kind = kind;
    }

    String kind() {
        return kind;
    }

    String detail() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}

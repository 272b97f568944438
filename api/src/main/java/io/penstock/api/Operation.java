package io.penstock.api;

import java.util.List;
import java.util.Optional;

/** What happened to the document that a task is made of. */
public enum Operation {
    /** The document was inserted. */
    CREATE("c"),
    /** The document was updated or replaced. */
    UPDATE("u"),
    /** The document was deleted. */
    DELETE("d"),
    /** The document was read by a snapshot: nothing happened to it, it is there. */
    READ("r");

    private static final List<Operation> ALL = List.of(values());

    private final String code;

    Operation(String code) {
        this.code = code;
    }

    /** The letter that Debezium's envelope has for it in its field {@code op}. */
    public String code() {
        return code;
    }

    /** The operation with this letter; empty if there is none. */
    public static Optional<Operation> ofCode(String code) {
        for (Operation operation : ALL) {
            if (operation.code.equals(code)) {
                return Optional.of(operation);
            }
        }
        return Optional.empty();
    }
}

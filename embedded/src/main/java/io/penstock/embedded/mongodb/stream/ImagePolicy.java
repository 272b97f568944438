package io.penstock.embedded.mongodb.stream;

import io.penstock.embedded.mongodb.protocol.ServerError;
import org.jspecify.annotations.Nullable;

/** Which state of a document an event is to carry beside what the change itself says. */
enum ImagePolicy {
    /** None. */
    DEFAULT,
    /** The document as it is when the event is read. */
    UPDATE_LOOKUP,
    /** The state that was kept, if it was. */
    WHEN_AVAILABLE,
    /** The state that was kept, else an error. */
    REQUIRED;

    static ImagePolicy fullDocument(@Nullable Object option) {
        return option == null || option.equals("default")
                ? DEFAULT
                : option.equals("updateLookup") ? UPDATE_LOOKUP : kept("fullDocument", option);
    }

    static ImagePolicy beforeChange(@Nullable Object option) {
        return option == null || option.equals("off") ? DEFAULT : kept("fullDocumentBeforeChange", option);
    }

    private static ImagePolicy kept(String field, Object option) {
        return switch (String.valueOf(option)) {
            case "whenAvailable" -> WHEN_AVAILABLE;
            case "required" -> REQUIRED;
            default ->
                throw ServerError.badValue("Enumeration value '" + option + "' for field '$changeStream." + field
                        + "' is not a valid value.");
        };
    }
}

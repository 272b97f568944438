package io.penstock.embedded.mongodb.stream;

import io.penstock.embedded.mongodb.protocol.ServerError;

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

    static ImagePolicy fullDocument(String option) {
        return switch (option) {
            case "default" -> DEFAULT;
            case "updateLookup" -> UPDATE_LOOKUP;
            default -> kept("fullDocument", option);
        };
    }

    static ImagePolicy beforeChange(String option) {
        return option.equals("off") ? DEFAULT : kept("fullDocumentBeforeChange", option);
    }

    private static ImagePolicy kept(String field, String option) {
        return switch (option) {
            case "whenAvailable" -> WHEN_AVAILABLE;
            case "required" -> REQUIRED;
            default ->
                throw ServerError.badValue("Enumeration value '" + option + "' for field '$changeStream." + field
                        + "' is not a valid value.");
        };
    }
}

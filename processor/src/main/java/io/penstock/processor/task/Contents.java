package io.penstock.processor.task;

import java.util.Optional;

/**
 * What a change says of its document, in Extended JSON.
 *
 * @param after the document after the change; empty for a delete, and for an update whose document was not looked up
 * @param before the document before the change, where the collection keeps pre-images
 * @param updateDescription what an update changed, as it stands in the envelope
 */
public record Contents(Optional<Raw> after, Optional<Raw> before, Optional<Raw> updateDescription) {
    /** Nothing is said. */
    public static final Contents NONE = new Contents(Optional.empty(), Optional.empty(), Optional.empty());

    /** Size in bytes of all that is there. */
    public int size() {
        return size(after) + size(before) + size(updateDescription);
    }

    private static int size(Optional<Raw> text) {
        return text.map(Raw::size).orElse(0);
    }
}

package io.penstock.processor.intake;

import io.penstock.processor.task.Origin;
import io.penstock.records.HeaderNames;

/**
 * A change has a position that a later version has written. That is no record's fault, and to guess its order could drop it as
 * stale for good: it stays where it is until somebody comes who can read it.
 */
public final class UnreadablePositionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param origin where the record stands
     * @param why what its header has, and what to do
     */
    public UnreadablePositionException(Origin origin, String why) {
        super("The header %s of the record at offset %d of %s-%d cannot be read: %s."
                .formatted(HeaderNames.POSITION, origin.offset(), origin.topic(), origin.partition(), why));
    }
}

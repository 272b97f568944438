package io.penstock.processor.row;

/** A stored row, or a record of an internal topic, has a format that this version of Penstock does not know. */
public class UnknownFormatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * @param found the format number that stands there
     * @param newest the newest one that is known here
     */
    public UnknownFormatException(int found, int newest) {
        super(("A stored row has format %d, and this version of Penstock knows 1 to %d. It was written by a later"
                        + " version: run that one, or a newer one.")
                .formatted(found, newest));
    }
}

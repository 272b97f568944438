package io.penstock.processor.task;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * The value of a document's own version field. Numbers compare as numbers, all else as text (ISO-8601 dates of the years 0
 * to 9999 sort as they went); where a field has both, all numbers are lower than any text, for by their digits they could
 * go in a circle.
 *
 * <p>The type in the document says what is a number: digits in a text are text. Of a counter in hexadecimal digits, or of
 * ObjectIds, some values read like numbers, and those would all be lower than the others.
 *
 * @param stored the scalar as rows and records keep it: a number's digits, or a mark and the text. Without the mark, as it was
 *     once kept, the type is not known: then it is a number if it reads like one
 */
public record FieldVersion(String stored) implements Comparable<FieldVersion> {
    /** Start of text (STX): no number begins so, and no text that anybody counts by. */
    private static final String TEXT = "\u0002";

    /** Of a field that holds a number, in digits as {@link BigDecimal} reads them. */
    public static FieldVersion ofNumber(String digits) {
        return new FieldVersion(digits);
    }

    /** Of a field that holds anything else: a text, a date, an id. */
    public static FieldVersion ofText(String text) {
        return new FieldVersion(TEXT + text);
    }

    /** The scalar as text. */
    public String text() {
        return isText() ? stored.substring(TEXT.length()) : stored;
    }

    @Override
    public int compareTo(FieldVersion other) {
        Optional<BigDecimal> mine = number();
        Optional<BigDecimal> theirs = other.number();
        if (mine.isPresent() && theirs.isPresent()) {
            return mine.get().compareTo(theirs.get());
        }
        return mine.isPresent() || theirs.isPresent()
                ? Boolean.compare(theirs.isPresent(), mine.isPresent())
                : text().compareTo(other.text());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FieldVersion version && compareTo(version) == 0;
    }

    @Override
    public int hashCode() {
        return number().map(number -> number.stripTrailingZeros().hashCode()).orElseGet(() -> text().hashCode());
    }

    private boolean isText() {
        return stored.startsWith(TEXT);
    }

    private Optional<BigDecimal> number() {
        if (isText()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(stored));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }
}

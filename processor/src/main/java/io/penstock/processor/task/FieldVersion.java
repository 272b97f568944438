package io.penstock.processor.task;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * The value of a document's own version field. Numbers compare as numbers, all else as text (ISO-8601 dates sort as
 * they went); where a field has both, all numbers are lower than any text, for by their digits they could go in a circle.
 *
 * @param text the scalar as text
 */
public record FieldVersion(String text) implements Comparable<FieldVersion> {
    @Override
    public int compareTo(FieldVersion other) {
        Optional<BigDecimal> mine = number();
        Optional<BigDecimal> theirs = other.number();
        if (mine.isPresent() && theirs.isPresent()) {
            return mine.get().compareTo(theirs.get());
        }
        return mine.isPresent() || theirs.isPresent()
                ? Boolean.compare(theirs.isPresent(), mine.isPresent())
                : text.compareTo(other.text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FieldVersion version && compareTo(version) == 0;
    }

    @Override
    public int hashCode() {
        return number().map(number -> number.stripTrailingZeros().hashCode()).orElseGet(text::hashCode);
    }

    private Optional<BigDecimal> number() {
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }
}

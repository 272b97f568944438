package io.penstock.governor.limit;

/**
 * Between which the limit moves: numbers of concurrent background attempts of all instances together.
 *
 * @param floor what background work always gets, whatever the signals say; may be a fraction, and zero
 * @param ceiling what it never passes; above zero and not below the floor
 */
public record Bounds(double floor, double ceiling) {
    public Bounds {
        if (!(floor >= 0 && ceiling > 0 && floor <= ceiling && ceiling < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "A floor is not negative, and a ceiling not below it: " + floor + ", " + ceiling);
        }
    }
}

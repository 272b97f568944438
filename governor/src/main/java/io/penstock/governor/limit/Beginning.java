package io.penstock.governor.limit;

import java.util.OptionalDouble;

/**
 * Where a rule begins.
 *
 * @param limit how many attempts may run at once
 * @param edge the highest limit that was thought to hold; empty: none is known that was too high
 */
public record Beginning(double limit, OptionalDouble edge) {
    /** Nothing is known. */
    public static final Beginning AT_THE_FLOOR = new Beginning(0, OptionalDouble.empty());
}

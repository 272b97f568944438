package io.penstock.processor.document;

import java.math.BigDecimal;

/** The range of BSON's decimal type: IEEE 754-2008 decimal128, 34 digits and an exponent from -6176 to 6111. */
final class Decimal128 {
    private static final int DIGITS = 34;
    private static final int SMALLEST_EXPONENT = -6176;
    private static final int GREATEST_EXPONENT = 6111;

    private Decimal128() {}

    /**
     * Whether the type holds the number with these very digits, and with this exponent or, where that is beyond its greatest,
     * with zeros in the place of what is beyond: {@code 1E+6144}.
     */
    static boolean holds(BigDecimal number) {
        long exponent = -(long) number.scale();
        long zeros = Math.max(0, exponent - GREATEST_EXPONENT);
        return number.precision() + zeros <= DIGITS && exponent >= SMALLEST_EXPONENT;
    }
}

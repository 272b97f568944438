package io.penstock.embedded.mongodb.protocol;

import de.bwaldvogel.mongo.bson.Decimal128;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The numeric part of a KeyString. Integers below 2^63 are a byte for sign and width, then the doubled value; a fraction
 * sets the lowest bit of that and adds bytes behind; tiny and huge numbers are the bits of a double, shifted.
 */
final class NumberKey {
    private static final int NAN = KeyStringWriter.NUMERIC;
    private static final int NEGATIVE_LARGE = NAN + 1;
    private static final int NEGATIVE_8_BYTES = NAN + 2;
    private static final int NEGATIVE_1_BYTE = NAN + 9;
    private static final int NEGATIVE_SMALL = NAN + 10;
    private static final int ZERO = NAN + 11;
    private static final int POSITIVE_SMALL = NAN + 12;
    private static final int POSITIVE_1_BYTE = NAN + 13;
    private static final int POSITIVE_8_BYTES = NAN + 20;
    private static final int POSITIVE_LARGE = NAN + 21;

    private static final int EQUAL_TO_DOUBLE = 0;
    private static final int LESS_THAN_15_DIGITS = 1;
    private static final int EQUAL_TO_15_DIGITS = 2;
    private static final int LARGER_THAN_15_DIGITS = 3;

    private static final double FIRST_LARGE = 0x1p63;
    private static final double TINIEST_WITH_TWO_MARK_BITS = 0x1p-255;

    private final KeyStringWriter out;

    NumberKey(KeyStringWriter out) {
        this.out = out;
    }

    void write(Number number) {
        if (number instanceof Integer) {
            type(0b00);
            integer(number.longValue());
        } else if (number instanceof Long) {
            type(0b01);
            integer(number.longValue());
        } else if (number instanceof Double) {
            doubleNumber(number.doubleValue());
        } else {
            decimal((Decimal128) number);
        }
    }

    private void doubleNumber(double value) {
        if (value == 0 && Double.doubleToRawLongBits(value) != 0) {
            bits(0x18, 5);
        } else {
            type(0b10);
        }
        doubleValue(value, EQUAL_TO_DOUBLE);
    }

    private void integer(long value) {
        if (value == 0) {
            out.byteOf(ZERO);
        } else if (value == Long.MIN_VALUE) {
            doubleValue((double) value, EQUAL_TO_DOUBLE);
        } else {
            doubled(Math.abs(value) << 1, value < 0);
        }
    }

    private void doubled(long magnitude, boolean negative) {
        int bytes = (64 - Long.numberOfLeadingZeros(magnitude) + 7) / 8;
        out.byteOf(negative ? NEGATIVE_1_BYTE - (bytes - 1) : POSITIVE_1_BYTE + (bytes - 1));
        long bits = negative ? ~magnitude : magnitude;
        for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
            out.byteOf((int) (bits >>> shift) & 0xFF);
        }
    }

    private void doubleValue(double value, int mark) {
        double magnitude = Math.abs(value);
        boolean negative = value < 0;
        if (Double.isNaN(value)) {
            out.byteOf(NAN);
        } else if (magnitude == 0) {
            out.byteOf(ZERO);
        } else if (magnitude < 1) {
            out.byteOf(negative ? NEGATIVE_SMALL : POSITIVE_SMALL);
            signed(small(magnitude, mark), negative);
        } else if (magnitude >= FIRST_LARGE) {
            out.byteOf(negative ? NEGATIVE_LARGE : POSITIVE_LARGE);
            long shifted = (Double.doubleToRawLongBits(magnitude) << 1) & Long.MAX_VALUE;
            signed(Double.isInfinite(value) ? -1L : shifted | (mark == EQUAL_TO_DOUBLE ? 0 : 1), negative);
        } else {
            long whole = (long) magnitude;
            if (whole == magnitude && mark == EQUAL_TO_DOUBLE) {
                doubled(whole << 1, negative);
            } else {
                int fractionBytes = Long.numberOfLeadingZeros(whole << 1) / 8;
                out.byteOf(negative ? NEGATIVE_8_BYTES + fractionBytes : POSITIVE_8_BYTES - fractionBytes);
                long scaled = (long) (magnitude * Math.scalb(1.0, 8 * fractionBytes));
                signed((scaled + ((whole + 1) << (fractionBytes * 8))) | mark, negative);
            }
        }
    }

    private static long small(double magnitude, int mark) {
        if (magnitude >= TINIEST_WITH_TWO_MARK_BITS) {
            return (Double.doubleToRawLongBits(magnitude) << 2) | mark;
        }
        long bits = Double.doubleToRawLongBits(magnitude * 0x1p256) << 1;
        return (bits | (mark == EQUAL_TO_DOUBLE ? 0 : 1)) + (1L << 62);
    }

    private void signed(long bits, boolean negative) {
        out.int64(negative ? ~bits : bits);
    }

    /**
     * Decimals outside of the range of doubles, and those whose 16th and later digits matter, sort right but do not have
     * the very bytes that a server writes.
     */
    private void decimal(Decimal128 decimal) {
        boolean negative = decimal.getHigh() < 0;
        if (!KeyStringWriter.isFinite(decimal)) {
            type(0b11);
            double value = decimal.doubleValue();
            doubleValue(
                    Double.isNaN(value) ? value : negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY, 0);
            return;
        }
        int exponent = (int) (decimal.getHigh() >>> 49) & 0x3FFF;
        if (decimal.getLow() == 0 && (decimal.getHigh() & 0x1_FFFF_FFFF_FFFFL) == 0) {
            int zero = exponent + (negative ? 12288 : 0);
            bits(0x1A + (zero >> 12), 5);
            bits(zero & 0xFFF, 12);
            out.byteOf(ZERO);
            return;
        }
        type(0b11);
        bits(exponent & 0x3F, 6);
        finite(decimal.toBigDecimal());
    }

    private void finite(BigDecimal value) {
        double towardsZero = towardsZero(value);
        if (!Double.isInfinite(towardsZero) && new BigDecimal(towardsZero).compareTo(value) == 0) {
            doubleValue(towardsZero, EQUAL_TO_DOUBLE);
            return;
        }
        double magnitude = Math.abs(towardsZero);
        if (magnitude >= FIRST_LARGE || magnitude < TINIEST_WITH_TWO_MARK_BITS) {
            doubleValue(towardsZero, LARGER_THAN_15_DIGITS);
            remainder(value, towardsZero);
            return;
        }
        BigDecimal rounded = new BigDecimal(towardsZero).round(new MathContext(15, RoundingMode.UP));
        int comparison = rounded.abs().compareTo(value.abs());
        if (comparison == 0) {
            doubleValue(towardsZero, EQUAL_TO_15_DIGITS);
        } else {
            doubleValue(towardsZero, comparison > 0 ? LESS_THAN_15_DIGITS : LARGER_THAN_15_DIGITS);
            remainder(value, towardsZero);
        }
    }

    private void remainder(BigDecimal value, double stored) {
        BigDecimal base = new BigDecimal(stored).round(new MathContext(34, RoundingMode.UP));
        int scale = 34 - (base.precision() - base.scale());
        BigDecimal rest = value.subtract(base).abs().setScale(scale, RoundingMode.DOWN);
        signed(rest.unscaledValue().longValue(), value.signum() < 0);
    }

    private static double towardsZero(BigDecimal value) {
        double nearest = value.doubleValue();
        if (Double.isInfinite(nearest)) {
            return Math.copySign(Double.MAX_VALUE, nearest);
        }
        return new BigDecimal(nearest).abs().compareTo(value.abs()) > 0
                ? Math.copySign(Math.nextDown(Math.abs(nearest)), nearest)
                : nearest;
    }

    private void type(int kind) {
        bits(kind, 2);
    }

    private void bits(int value, int count) {
        for (int shift = count - 1; shift >= 0; shift--) {
            out.typeBit((value >> shift & 1) == 1);
        }
    }
}

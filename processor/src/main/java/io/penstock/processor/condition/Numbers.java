package io.penstock.processor.condition;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of three types, compared and reckoned with by value.
 *
 * <p>A double that is whole counts as exactly that number. Any other counts as the decimal that it is written with: so the
 * double 12.34, the decimal 12.34 and the 12.34 of an expression are equal. Both keep the order of the doubles.
 */
final class Numbers {
    /** Up to here every whole number is a double. */
    private static final long EXACT = 1L << 53;

    private static final MathContext DECIMAL = MathContext.DECIMAL128;

    private Numbers() {}

    /** Negative, zero or positive; null if one of them is not a number (NaN). */
    static @Nullable Integer order(Number left, Number right) {
        if (left instanceof Long one && right instanceof Long other) {
            return Long.compare(one, other);
        }
        double one = left.doubleValue();
        double other = right.doubleValue();
        if (Double.isNaN(one) || Double.isNaN(other)) {
            return null;
        }
        boolean doublesDecide = (isDouble(left) && isDouble(right)) || isInfinite(left) || isInfinite(right);
        if (!doublesDecide) {
            return exact(left).compareTo(exact(right));
        }
        return one < other ? -1 : one > other ? 1 : 0;
    }

    private static boolean isDouble(Number number) {
        return number instanceof Double || (number instanceof Long whole && whole >= -EXACT && whole <= EXACT);
    }

    private static boolean isInfinite(Number number) {
        return number instanceof Double real && real.isInfinite();
    }

    private static boolean isFinite(Number number) {
        return !(number instanceof Double real) || Double.isFinite(real);
    }

    private static BigDecimal exact(Number number) {
        if (number instanceof BigDecimal decimal) {
            return decimal;
        }
        if (number instanceof Double real) {
            return real == Math.rint(real) ? new BigDecimal(real) : new BigDecimal(text(real));
        }
        return BigDecimal.valueOf(number.longValue());
    }

    /** The shortest text that is this double and no other, the same on every version of Java. */
    static String text(double real) {
        return NumberOutput.toString(real, true);
    }

    static @Nullable Object add(@Nullable Object left, @Nullable Object right) {
        return reckon(left, right, BigInteger::add, Double::sum, (one, other) -> one.add(other, DECIMAL));
    }

    static @Nullable Object subtract(@Nullable Object left, @Nullable Object right) {
        return reckon(
                left,
                right,
                BigInteger::subtract,
                (one, other) -> one - other,
                (one, other) -> one.subtract(other, DECIMAL));
    }

    static @Nullable Object multiply(@Nullable Object left, @Nullable Object right) {
        return reckon(
                left,
                right,
                BigInteger::multiply,
                (one, other) -> one * other,
                (one, other) -> one.multiply(other, DECIMAL));
    }

    /** Of two whole numbers the whole quotient, as CEL has it. */
    static @Nullable Object divide(@Nullable Object left, @Nullable Object right) {
        return reckon(
                left,
                right,
                BigInteger::divide,
                (one, other) -> one / other,
                (one, other) -> one.divide(other, DECIMAL));
    }

    static @Nullable Object remainder(@Nullable Object left, @Nullable Object right) {
        return reckon(left, right, BigInteger::remainder, (one, other) -> one % other, BigDecimal::remainder);
    }

    static @Nullable Object negate(@Nullable Object value) {
        return value instanceof Double real ? (Object) (-real) : subtract(0L, value);
    }

    private static @Nullable Object reckon(
            @Nullable Object left, @Nullable Object right, OfWhole ofWhole, OfReal ofReal, OfDecimal ofDecimal) {
        if (!(left instanceof Number one) || !(right instanceof Number other)) {
            return null;
        }
        if (one instanceof Long && other instanceof Long) {
            BigInteger result =
                    ofWhole.apply(BigInteger.valueOf(one.longValue()), BigInteger.valueOf(other.longValue()));
            return result.bitLength() < Long.SIZE ? (Object) result.longValue() : new BigDecimal(result);
        }
        boolean decimals = one instanceof BigDecimal || other instanceof BigDecimal;
        if (!decimals || !isFinite(one) || !isFinite(other)) {
            return ofReal.apply(one.doubleValue(), other.doubleValue());
        }
        return ofDecimal.apply(exact(one), exact(other));
    }

    /** The whole part, where an int64 holds it. */
    static @Nullable Object whole(@Nullable Object value) {
        if (value instanceof Double real) {
            return Math.abs(real) < 0x1p63 ? (Object) real.longValue() : null;
        }
        if (value instanceof BigDecimal decimal) {
            BigInteger whole = decimal.toBigInteger();
            return whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : null;
        }
        try {
            return value instanceof String text ? Long.valueOf(text) : value instanceof Long ? value : null;
        } catch (NumberFormatException noNumber) {
            return null;
        }
    }

    static @Nullable Object real(@Nullable Object value) {
        try {
            return value instanceof Number number
                    ? (Object) number.doubleValue()
                    : value instanceof String text ? Double.valueOf(text) : null;
        } catch (NumberFormatException noNumber) {
            return null;
        }
    }

    @FunctionalInterface
    private interface OfWhole {
        BigInteger apply(BigInteger left, BigInteger right);
    }

    @FunctionalInterface
    private interface OfReal {
        double apply(double left, double right);
    }

    @FunctionalInterface
    private interface OfDecimal {
        BigDecimal apply(BigDecimal left, BigDecimal right);
    }
}

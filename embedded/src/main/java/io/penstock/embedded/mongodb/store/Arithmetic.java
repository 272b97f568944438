package io.penstock.embedded.mongodb.store;

import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Json;
import io.penstock.embedded.mongodb.protocol.ServerError;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Numbers as update operators reckon with them (src/mongo/util/safe_num.cpp): a decimal makes a decimal of the result,
 * else a double a double, else a long a long; a sum of ints that is none becomes a long, and of longs an error.
 */
final class Arithmetic {
    private static final int MAX_DIGITS_BEFORE_POINT = 6145;
    private static final int MAX_DIGITS_BEHIND_POINT = 6176;

    private Arithmetic() {}

    static Number sum(Number left, Number right, PlannedValue.Place place) {
        try {
            return calculate(left, right, Math::addExact, Double::sum, BigDecimal::add);
        } catch (ArithmeticException e) {
            throw overflow("$inc", left, place);
        }
    }

    static Number product(Number left, Number right, PlannedValue.Place place) {
        try {
            return calculate(left, right, Math::multiplyExact, (a, b) -> a * b, BigDecimal::multiply);
        } catch (ArithmeticException e) {
            throw overflow("$mul", left, place);
        }
    }

    /** One operation of {@code $bit}. */
    static Number bits(String operation, Number left, Number right) {
        LongBinaryOperator operator =
                switch (operation) {
                    case "and" -> (a, b) -> a & b;
                    case "or" -> (a, b) -> a | b;
                    default -> (a, b) -> a ^ b;
                };
        return whole(left, right, operator);
    }

    static boolean isWhole(@Nullable Object value) {
        return value instanceof Integer || value instanceof Long;
    }

    private static Number calculate(
            Number left,
            Number right,
            LongBinaryOperator longs,
            DoubleBinaryOperator doubles,
            BinaryOperator<BigDecimal> decimals) {
        if (isWhole(left) && isWhole(right)) {
            return whole(left, right, longs);
        }
        double about = doubles.applyAsDouble(left.doubleValue(), right.doubleValue());
        if (!(left instanceof Decimal128) && !(right instanceof Decimal128)) {
            return about;
        }
        return isFinite(left) && isFinite(right) ? decimal(decimals.apply(exact(left), exact(right))) : special(about);
    }

    private static Number whole(Number left, Number right, LongBinaryOperator operator) {
        long result = operator.applyAsLong(left.longValue(), right.longValue());
        if (left instanceof Integer && right instanceof Integer && (int) result == result) {
            return (int) result;
        }
        return result;
    }

    private static boolean isFinite(Number number) {
        // A decimal beyond all doubles is a number all the same.
        return number instanceof Decimal128 decimal
                ? !decimal.toString().endsWith("Infinity")
                        && !decimal.toString().equals("NaN")
                : Double.isFinite(number.doubleValue());
    }

    private static BigDecimal exact(Number number) {
        return Decimal128.fromNumber(number).toBigDecimal();
    }

    private static Decimal128 decimal(BigDecimal value) {
        BigDecimal rounded = value.round(MathContext.DECIMAL128);
        if (rounded.precision() - rounded.scale() > MAX_DIGITS_BEFORE_POINT) {
            return special(rounded.signum() < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        }
        return new Decimal128(
                rounded.scale() > MAX_DIGITS_BEHIND_POINT
                        ? rounded.setScale(MAX_DIGITS_BEHIND_POINT, RoundingMode.HALF_EVEN)
                        : rounded);
    }

    private static Decimal128 special(double value) {
        if (Double.isNaN(value)) {
            return Decimal128.NaN;
        }
        return value < 0 ? Decimal128.NEGATIVE_INFINITY : Decimal128.POSITIVE_INFINITY;
    }

    private static ServerError overflow(String operator, Number old, PlannedValue.Place place) {
        return ServerError.badValue("Failed to apply " + operator + " operations to current value ((NumberLong)" + old
                + ") for document {_id: " + Json.toJsonValue(place.id()) + "}");
    }
}

package io.penstock.processor.condition;

import static java.util.Map.entry;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * CEL's functions and operators, by the names that its parser gives them, for null and for every mixture of types: where
 * one has no meaning, a comparison is false and all else is null.
 */
final class Functions {
    /** A function of one value. */
    @FunctionalInterface
    interface Unary {
        @Nullable
        Object apply(@Nullable Object value);
    }

    /** A function of two values; of a call {@code a.f(b)} the first is {@code a}. */
    @FunctionalInterface
    interface Binary {
        @Nullable
        Object apply(@Nullable Object left, @Nullable Object right);
    }

    private static final Map<String, Unary> UNARY = Map.ofEntries(
            entry("!_", value -> !Values.truth(value)),
            entry("-_", value -> value instanceof Duration duration ? duration.negated() : Numbers.negate(value)),
            entry("@not_strictly_false", value -> value == null || Values.truth(value)),
            entry("size", Values::size),
            entry("int", Functions::whole),
            entry("double", Numbers::real),
            entry("string", Values::text),
            entry("timestamp", Moments::timestamp),
            entry("duration", Moments::duration));

    private static final Map<String, Binary> BINARY = Map.ofEntries(
            entry("_==_", Values::equal),
            entry("_!=_", (left, right) -> !Values.equal(left, right)),
            entry("_<_", ordered(order -> order < 0)),
            entry("_<=_", ordered(order -> order <= 0)),
            entry("_>_", ordered(order -> order > 0)),
            entry("_>=_", ordered(order -> order >= 0)),
            entry("_+_", Functions::add),
            entry(
                    "_-_",
                    (left, right) ->
                            left instanceof Number ? Numbers.subtract(left, right) : Moments.subtract(left, right)),
            entry("_*_", Numbers::multiply),
            entry("_/_", Numbers::divide),
            entry("_%_", Numbers::remainder),
            entry("_[_]", Values::element),
            entry("@in", (wanted, container) -> Values.contains(container, wanted)),
            entry("contains", texts(String::contains)),
            entry("startsWith", texts(String::startsWith)),
            entry("endsWith", texts(String::endsWith)),
            entry(
                    "matches",
                    texts((text, pattern) -> pattern(pattern).matcher(text).find())));

    /** What can be asked of a moment; numbered as CEL numbers. */
    private static final Map<String, ToLongFunction<ZonedDateTime>> PARTS = Map.of(
            "getFullYear",
            ZonedDateTime::getYear,
            "getMonth",
            at -> at.getMonthValue() - 1L,
            "getDate",
            ZonedDateTime::getDayOfMonth,
            "getDayOfMonth",
            at -> at.getDayOfMonth() - 1L,
            "getDayOfYear",
            at -> at.getDayOfYear() - 1L,
            "getDayOfWeek",
            at -> at.getDayOfWeek().getValue() % 7L,
            "getHours",
            ZonedDateTime::getHour,
            "getMinutes",
            ZonedDateTime::getMinute,
            "getSeconds",
            ZonedDateTime::getSecond,
            "getMilliseconds",
            at -> at.getNano() / 1_000_000L);

    private static final Map<String, ToLongFunction<Duration>> UNITS = Map.of(
            "getHours", Duration::toHours,
            "getMinutes", Duration::toMinutes,
            "getSeconds", Duration::toSeconds,
            "getMilliseconds", Duration::toMillis);

    private Functions() {}

    static Optional<Unary> unary(String name) {
        ToLongFunction<ZonedDateTime> part = PARTS.get(name);
        return Optional.ofNullable(part == null ? UNARY.get(name) : value -> part(name, value, part));
    }

    static Optional<Binary> binary(String name) {
        ToLongFunction<ZonedDateTime> part = PARTS.get(name);
        return Optional.ofNullable(part == null ? BINARY.get(name) : (value, zone) -> Moments.part(value, zone, part));
    }

    /** What is wrong with a pattern. */
    static String describe(PatternSyntaxException malformed) {
        return "'%s' is no regular expression (RE2): %s".formatted(malformed.getPattern(), malformed.getDescription());
    }

    private static Pattern pattern(String pattern) {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException malformed) {
            throw new ConditionException(describe(malformed), malformed);
        }
    }

    private static @Nullable Object whole(@Nullable Object value) {
        Instant instant = Moments.textOrInstant(value);
        return instant == null ? Numbers.whole(value) : (Object) instant.getEpochSecond();
    }

    private static @Nullable Object part(String name, @Nullable Object value, ToLongFunction<ZonedDateTime> part) {
        ToLongFunction<Duration> unit = UNITS.get(name);
        return value instanceof Duration duration && unit != null
                ? (Object) unit.applyAsLong(duration)
                : Moments.part(value, null, part);
    }

    private static Binary ordered(IntPredicate wanted) {
        return (left, right) -> {
            Integer order = Values.order(left, right);
            return order != null && wanted.test(order);
        };
    }

    private static Binary texts(BiPredicate<String, String> predicate) {
        return (left, right) ->
                left instanceof String one && right instanceof String other && predicate.test(one, other);
    }

    private static @Nullable Object add(@Nullable Object left, @Nullable Object right) {
        if (left instanceof String one && right instanceof String other) {
            return one + other;
        }
        if (left instanceof Number) {
            return Numbers.add(left, right);
        }
        if (left instanceof List<?> one && right instanceof List<?> other) {
            return GrowingList.concat(one, other);
        }
        return Values.isList(left) && Values.isList(right)
                ? GrowingList.concat(Values.range(left), Values.range(right))
                : Moments.add(left, right);
    }
}

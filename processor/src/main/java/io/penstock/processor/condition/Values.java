package io.penstock.processor.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of a condition: null, {@code Boolean}, {@code String}, the numbers {@code Long}, {@code Double} and
 * {@code BigDecimal}, {@code Instant}, {@code Duration}, a {@code List} of values, and the document's own objects and arrays,
 * which stay as they are until a field is taken out.
 */
final class Values {
    private Values() {}

    /** What stands in a document, as a value. */
    static @Nullable Object of(@Nullable JsonNode node) {
        if (node == null) {
            return null;
        }
        return switch (node.getNodeType()) {
            case STRING -> node.textValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> number(node);
            case OBJECT, ARRAY -> node;
            case NULL, MISSING, BINARY, POJO -> null;
        };
    }

    private static Object number(JsonNode node) {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        return node.isDouble() || node.isFloat() ? (Object) node.doubleValue() : node.decimalValue();
    }

    static boolean truth(@Nullable Object value) {
        return Boolean.TRUE.equals(value);
    }

    static @Nullable Object field(@Nullable Object of, String name) {
        return of instanceof ObjectNode object ? of(object.get(name)) : null;
    }

    static boolean hasField(@Nullable Object of, String name) {
        return of instanceof ObjectNode object && object.has(name);
    }

    /** An element of a list, or a field of an object. */
    static @Nullable Object element(@Nullable Object of, @Nullable Object index) {
        if (index instanceof String name) {
            return field(of, name);
        }
        if (!(index instanceof Long at) || at < 0) {
            return null;
        }
        if (of instanceof ArrayNode array) {
            return at < array.size() ? of(array.get(at.intValue())) : null;
        }
        return of instanceof List<?> list && at < list.size() ? list.get(at.intValue()) : null;
    }

    /** What a loop runs over: elements, the keys of an object, or nothing. */
    static List<@Nullable Object> range(@Nullable Object of) {
        List<@Nullable Object> range = new ArrayList<>();
        if (of instanceof ArrayNode array) {
            array.forEach(element -> range.add(of(element)));
        } else if (of instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(range::add);
        } else if (of instanceof List<?> list) {
            range.addAll(list);
        }
        return range;
    }

    /** The length of a text in code points, of a list, of an object; 0 of what is absent, null of what has none. */
    static @Nullable Object size(@Nullable Object of) {
        if (of == null) {
            return 0L;
        }
        if (of instanceof String text) {
            return (long) text.codePointCount(0, text.length());
        }
        if (of instanceof JsonNode container) {
            return (long) container.size();
        }
        return of instanceof List<?> list ? (Object) (long) list.size() : null;
    }

    /** Whether a list has an equal element, or an object the key. */
    static boolean contains(@Nullable Object container, @Nullable Object wanted) {
        if (container instanceof ObjectNode object) {
            return wanted instanceof String name && object.has(name);
        }
        return range(container).stream().anyMatch(element -> equal(element, wanted));
    }

    static boolean equal(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return left == right;
        }
        if (left instanceof ObjectNode one && right instanceof ObjectNode other) {
            return sameFields(one, other);
        }
        if (isList(left) && isList(right)) {
            return sameElements(range(left), range(right));
        }
        Integer order = order(left, right);
        return order == null ? false : order == 0;
    }

    static boolean isList(@Nullable Object value) {
        return value instanceof List || value instanceof ArrayNode;
    }

    private static boolean sameFields(ObjectNode one, ObjectNode other) {
        return one.size() == other.size()
                && one.properties().stream()
                        .allMatch(field -> other.has(field.getKey())
                                && equal(of(field.getValue()), of(other.get(field.getKey()))));
    }

    private static boolean sameElements(List<@Nullable Object> one, List<@Nullable Object> other) {
        Iterator<@Nullable Object> others = other.iterator();
        return one.size() == other.size() && one.stream().allMatch(element -> equal(element, others.next()));
    }

    /** Negative, zero or positive, as {@code Comparator} has it; null if the two have no order, being of different kinds. */
    static @Nullable Integer order(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Number one && right instanceof Number other) {
            return Numbers.order(one, other);
        }
        if (left instanceof String one && right instanceof String other) {
            return one.compareTo(other);
        }
        if (left instanceof Boolean one && right instanceof Boolean other) {
            return one.compareTo(other);
        }
        if (left instanceof Duration one && right instanceof Duration other) {
            return one.compareTo(other);
        }
        // A date of the document is text: beside a timestamp it is taken for what it was.
        if (left instanceof Instant || right instanceof Instant) {
            Instant one = Moments.textOrInstant(left);
            Instant other = Moments.textOrInstant(right);
            return one == null || other == null ? null : (Integer) one.compareTo(other);
        }
        return null;
    }

    /** A text that says the value, or null where there is none. */
    static @Nullable Object text(@Nullable Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.toString();
        }
        if (value instanceof Double real) {
            return Numbers.text(real);
        }
        if (value instanceof Instant instant) {
            return instant.toString();
        }
        if (value instanceof Duration duration) {
            BigDecimal seconds =
                    BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9));
            return seconds.stripTrailingZeros().toPlainString() + "s";
        }
        return value instanceof String || value instanceof Long || value instanceof Boolean ? value.toString() : null;
    }
}

package io.penstock.embedded.mongodb.oplog;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The dotted paths that operators of updates name, and what is there. */
public final class FieldPaths {
    /** The order in which servers from 5.0 on work through the paths of an update, whatever operators they belong to. */
    public static final Comparator<String> ORDER = FieldPaths::compare;

    private FieldPaths() {}

    /** A value that is there, null included. */
    public record Slot(@Nullable Object value) {}

    /** The paths that one with positional operators stands for: a path for each element of the array. */
    public static List<String> concrete(Document document, String path) {
        return concrete("", document, segments(path));
    }

    /** The paths that lead to this one, the shortest first. */
    public static List<String> parents(String path) {
        List<String> parents = new ArrayList<>();
        for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
            parents.add(path.substring(0, dot));
        }
        return parents;
    }

    /** What is at a path without positional operators. */
    public static Optional<Slot> find(Document root, String path) {
        Optional<Slot> slot = Optional.of(new Slot(root));
        for (String segment : segments(path)) {
            slot = slot.flatMap(parent -> child(parent.value(), segment));
        }
        return slot;
    }

    private static List<String> concrete(String prefix, @Nullable Object value, List<String> rest) {
        if (rest.isEmpty()) {
            return List.of(prefix);
        }
        String segment = rest.get(0);
        List<String> tail = rest.subList(1, rest.size());
        if (!segment.startsWith("$")) {
            return concrete(
                    join(prefix, segment),
                    child(value, segment).map(Slot::value).orElse(null),
                    tail);
        }
        List<String> paths = new ArrayList<>();
        if (value instanceof List<?> values) {
            for (int i = 0; i < values.size(); i++) {
                paths.addAll(concrete(join(prefix, Integer.toString(i)), values.get(i), tail));
            }
        }
        return paths;
    }

    private static Optional<Slot> child(@Nullable Object parent, String segment) {
        if (parent instanceof Map<?, ?> document && document.containsKey(segment)) {
            return Optional.of(new Slot(document.get(segment)));
        }
        if (parent instanceof Collection<?> values && isNumber(segment)) {
            return values.stream()
                    .skip(Integer.parseInt(segment))
                    .limit(1)
                    .map(Slot::new)
                    .findFirst();
        }
        return Optional.empty();
    }

    /** The last part of a path. */
    static String name(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** The path of what is within. */
    static String join(String prefix, String segment) {
        return prefix.isEmpty() ? segment : prefix + "." + segment;
    }

    private static int compare(String left, String right) {
        List<String> a = segments(left);
        List<String> b = segments(right);
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int order = compareSegments(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    /** Numbers by what they are; "01" and "1" are two names all the same. */
    private static int compareSegments(String left, String right) {
        int order = isNumber(left) && isNumber(right)
                ? Integer.compare(Integer.parseInt(left), Integer.parseInt(right))
                : 0;
        return order != 0 ? order : left.compareTo(right);
    }

    private static List<String> segments(String path) {
        return List.of(path.split("\\.", -1));
    }

    private static boolean isNumber(String segment) {
        return !segment.isEmpty() && segment.length() < 9 && segment.chars().allMatch(Character::isDigit);
    }
}

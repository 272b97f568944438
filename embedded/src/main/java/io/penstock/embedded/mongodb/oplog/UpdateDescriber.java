package io.penstock.embedded.mongodb.oplog;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Says what an update changed, the way servers do: by the paths that its operators name, whole values where they were
 * set as a whole. An update by aggregation pipeline names no paths and is told by comparing the documents.
 */
public final class UpdateDescriber {
    private static final Comparator<String> PATH_ORDER = UpdateDescriber::comparePaths;

    private final Document before;
    private final Document after;
    private final ServerRelease release;
    private final TreeMap<String, @Nullable Object> updated = new TreeMap<>(PATH_ORDER);
    private final TreeSet<String> removed = new TreeSet<>(PATH_ORDER);

    private UpdateDescriber(Document before, Document after, ServerRelease release) {
        this.before = before;
        this.after = after;
        this.release = release;
    }

    /** Tells an update by operators, {@code {$set: {…}, …}}. */
    public static UpdateDescription byOperators(
            Document before, Document after, Document operators, ServerRelease release) {
        UpdateDescriber describer = new UpdateDescriber(before, after, release);
        operators.forEach((operator, fields) -> ((Document) fields).forEach((path, argument) -> {
            describer.operator(operator, path, argument);
            if (operator.equals("$rename")) {
                describer.operator(operator, (String) argument, argument);
            }
        }));
        UpdateDescription description = describer.description();
        return description.isEmpty() ? DocumentDiff.whole(before, after) : description;
    }

    /**
     * Tells the difference between two documents.
     *
     * @return empty if the difference is no smaller than the new document, which is told as a replacement then
     */
    public static Optional<UpdateDescription> byComparison(Document before, Document after) {
        return DocumentDiff.between(before, after);
    }

    private UpdateDescription description() {
        return new UpdateDescription(new Document(updated), List.copyOf(removed), List.of());
    }

    private void operator(String operator, String path, @Nullable Object argument) {
        for (String concrete : concretePaths("", before, segments(path))) {
            Optional<Slot> old = find(before, concrete);
            Optional<Slot> now = find(after, concrete);
            if (Objects.equals(old, now)) {
                continue;
            }
            if (now.isEmpty()) {
                removed.add(concrete);
            } else if (operator.equals("$push") && isAppend(argument) && isLongerList(old, now.get())) {
                int from = ((List<?>) Objects.requireNonNull(old.orElseThrow().value())).size();
                List<?> values = (List<?>) Objects.requireNonNull(now.get().value());
                for (int i = from; i < values.size(); i++) {
                    updated.put(concrete + "." + i, values.get(i));
                }
            } else {
                created(concrete, now.get());
            }
        }
    }

    private void created(String path, Slot now) {
        if (release.isModern()) {
            for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
                String prefix = path.substring(0, dot);
                if (find(before, prefix).isEmpty()) {
                    updated.put(prefix, find(after, prefix).orElseThrow().value());
                    return;
                }
            }
        }
        updated.put(path, now.value());
    }

    private static boolean isAppend(@Nullable Object argument) {
        return !(argument instanceof Document modifiers) || !modifiers.containsKey("$each") || modifiers.size() == 1;
    }

    private static boolean isLongerList(Optional<Slot> old, Slot now) {
        return old.isPresent()
                && old.get().value() instanceof List<?> oldValues
                && now.value() instanceof List<?> values
                && values.size() > oldValues.size()
                && values.subList(0, oldValues.size()).equals(oldValues);
    }

    private static List<String> concretePaths(String prefix, @Nullable Object value, List<String> rest) {
        if (rest.isEmpty()) {
            return List.of(prefix);
        }
        String segment = rest.get(0);
        List<String> tail = rest.subList(1, rest.size());
        if (!segment.startsWith("$")) {
            return concretePaths(
                    join(prefix, segment),
                    child(value, segment).map(Slot::value).orElse(null),
                    tail);
        }
        List<String> paths = new ArrayList<>();
        if (value instanceof List<?> values) {
            for (int i = 0; i < values.size(); i++) {
                paths.addAll(concretePaths(join(prefix, Integer.toString(i)), values.get(i), tail));
            }
        }
        return paths;
    }

    private static Optional<Slot> find(@Nullable Object root, String path) {
        Optional<Slot> slot = Optional.of(new Slot(root));
        for (String segment : segments(path)) {
            slot = slot.flatMap(parent -> child(parent.value(), segment));
        }
        return slot;
    }

    private static Optional<Slot> child(@Nullable Object parent, String segment) {
        if (parent instanceof Map<?, ?> document && document.containsKey(segment)) {
            return Optional.of(new Slot(document.get(segment)));
        }
        if (parent instanceof Collection<?> collection && isNumber(segment)) {
            List<?> values = List.copyOf(collection.stream().map(Slot::new).toList());
            int index = Integer.parseInt(segment);
            return index < values.size() ? Optional.of((Slot) values.get(index)) : Optional.empty();
        }
        return Optional.empty();
    }

    private static String join(String prefix, String segment) {
        return prefix.isEmpty() ? segment : prefix + "." + segment;
    }

    private static int comparePaths(String left, String right) {
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

    /** A value that is there, null included. */
    private record Slot(@Nullable Object value) {}
}

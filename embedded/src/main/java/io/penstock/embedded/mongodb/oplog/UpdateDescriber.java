package io.penstock.embedded.mongodb.oplog;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
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
    private final Document before;
    private final Document after;
    private final ServerRelease release;
    private final TreeMap<String, @Nullable Object> updated = new TreeMap<>(FieldPaths.ORDER);
    private final TreeSet<String> removed = new TreeSet<>(FieldPaths.ORDER);

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
        for (String concrete : FieldPaths.concrete(before, path)) {
            Optional<FieldPaths.Slot> old = FieldPaths.find(before, concrete);
            Optional<FieldPaths.Slot> now = FieldPaths.find(after, concrete);
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

    private void created(String path, FieldPaths.Slot now) {
        if (release.isModern()) {
            for (String prefix : FieldPaths.parents(path)) {
                if (FieldPaths.find(before, prefix).isEmpty()) {
                    updated.put(
                            prefix, FieldPaths.find(after, prefix).orElseThrow().value());
                    return;
                }
            }
        }
        updated.put(path, now.value());
    }

    private static boolean isAppend(@Nullable Object argument) {
        return !(argument instanceof Document modifiers) || !modifiers.containsKey("$each") || modifiers.size() == 1;
    }

    private static boolean isLongerList(Optional<FieldPaths.Slot> old, FieldPaths.Slot now) {
        return old.isPresent()
                && old.get().value() instanceof List<?> oldValues
                && now.value() instanceof List<?> values
                && values.size() > oldValues.size()
                && values.subList(0, oldValues.size()).equals(oldValues);
    }
}

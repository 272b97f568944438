package io.penstock.embedded.mongodb.oplog;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says what an update changed, the way servers do: by the paths that its operators name, whole values where they were
 * set as a whole. An update by aggregation pipeline names no paths and is told by comparing the documents.
 */
public final class UpdateDescriber {
    private final Document before;
    private final Document after;
    private final ServerRelease release;
    private final Difference.Level difference = new Difference.InDocument();

    private UpdateDescriber(Document before, Document after, ServerRelease release) {
        this.before = before;
        this.after = after;
        this.release = release;
    }

    /**
     * What an operator does at one place.
     *
     * @param path where, without positional operators
     */
    private record Step(
            String path, String operator, @Nullable Object argument) {}

    /** Tells an update by operators, {@code {$set: {…}, …}}. */
    public static UpdateDescription byOperators(
            Document before, Document after, Document operators, ServerRelease release) {
        UpdateDescriber describer = new UpdateDescriber(before, after, release);
        describer.steps(operators).forEach(describer::take);
        UpdateDescription description = UpdateDescription.of(describer.difference);
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

    /** In the order in which servers take them, whatever operators they belong to; a field gets its new name where that is. */
    private List<Step> steps(Document operators) {
        List<Step> steps = new ArrayList<>();
        operators.forEach((operator, fields) -> ((Document) fields).forEach((path, argument) -> {
            if (operator.equals("$rename")) {
                steps.add(new Step((String) argument, operator, path));
            } else {
                FieldPaths.concrete(before, path)
                        .forEach(concrete -> steps.add(new Step(concrete, operator, argument)));
            }
        }));
        steps.sort(Comparator.comparing(Step::path, FieldPaths.ORDER));
        return steps;
    }

    private void take(Step step) {
        Optional<FieldPaths.Slot> old = FieldPaths.find(before, step.path());
        Optional<FieldPaths.Slot> now = FieldPaths.find(after, step.path());
        if (step.operator().equals("$push") && isAppend(step.argument()) && isLongerList(old, now)) {
            for (int i = list(old).size(); i < list(now).size(); i++) {
                tell(step.path() + "." + i);
            }
        } else {
            tell(step.path());
        }
        if (step.operator().equals("$rename")) {
            tell(String.valueOf(step.argument()));
        }
    }

    private void tell(String path) {
        if (FieldPaths.find(before, path).equals(FieldPaths.find(after, path))) {
            return;
        }
        Difference.Level level = difference;
        if (!release.isModern()) {
            tell(level, path, path);
            return;
        }
        for (String parent : FieldPaths.parents(path)) {
            Optional<Object> old = FieldPaths.find(before, parent).map(FieldPaths.Slot::value);
            if (old.isEmpty() || !(old.get() instanceof Map || old.get() instanceof List)) {
                tell(level, FieldPaths.name(parent), parent);
                return;
            }
            level = within(level, FieldPaths.name(parent), old.get());
        }
        tell(level, FieldPaths.name(path), path);
    }

    private void tell(Difference.Level level, String name, String path) {
        Optional<FieldPaths.Slot> now = FieldPaths.find(after, path);
        if (now.isEmpty()) {
            level.remove(name);
        } else if (FieldPaths.find(before, path).isPresent() || !release.isModern()) {
            level.update(name, now.get().value());
        } else {
            level.insert(name, now.get().value());
        }
    }

    private static Difference.Level within(Difference.Level level, String name, Object old) {
        Difference.Level within = level.within(name);
        if (within == null) {
            within = old instanceof List ? new Difference.InArray() : new Difference.InDocument();
            level.put(name, within);
        }
        return within;
    }

    private static boolean isAppend(@Nullable Object argument) {
        return !(argument instanceof Document modifiers) || !modifiers.containsKey("$each") || modifiers.size() == 1;
    }

    private static boolean isLongerList(Optional<FieldPaths.Slot> old, Optional<FieldPaths.Slot> now) {
        return isList(old)
                && isList(now)
                && list(now).size() > list(old).size()
                && list(now).subList(0, list(old).size()).equals(list(old));
    }

    private static boolean isList(Optional<FieldPaths.Slot> slot) {
        return slot.isPresent() && slot.get().value() instanceof List;
    }

    private static List<?> list(Optional<FieldPaths.Slot> slot) {
        return (List<?>) Objects.requireNonNull(slot.orElseThrow().value());
    }
}

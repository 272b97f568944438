package io.penstock.embedded.mongodb.store;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.Json;
import io.penstock.embedded.mongodb.oplog.FieldPaths;
import io.penstock.embedded.mongodb.protocol.ServerError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The paths that an update's operators name. What the library has made of a document is held against them: it takes a null
 * for something missing, where a server refuses to put a field into it, and goes by the operators as they come, where a
 * server goes by the paths.
 */
final class OperatorPaths {
    private record Named(String operator, String path) {}

    private final List<Named> all = new ArrayList<>();

    OperatorPaths(Document operators) {
        operators.forEach((operator, fields) -> ((Document) fields).forEach((path, argument) -> {
            all.add(new Named(operator, path));
            if (operator.equals("$rename") && argument instanceof String target) {
                all.add(new Named(operator, target));
            }
        }));
        all.sort(Comparator.comparing(Named::path, FieldPaths.ORDER));
    }

    /**
     * Refuses what servers do not make of a null.
     *
     * @throws ServerError 28 if a field was put into one, 2 if an element was
     */
    void requireNothingWithinNulls(Document before, Document after) {
        for (Named named : all) {
            for (String path : FieldPaths.concrete(before, named.path())) {
                for (String parent : FieldPaths.parents(path)) {
                    if (isNull(before, parent) && at(after, parent) instanceof Document) {
                        throw notViable(parent, path);
                    }
                }
                if (named.operator().equals("$push") && isNull(before, path) && at(after, path) instanceof List) {
                    throw noArray(before, path);
                }
            }
        }
    }

    /** Puts the fields that are new in the order in which a server comes to them; values that were given are left alone. */
    void sortNewFields(Document before, Document after) {
        sortNewFields(Optional.of(new FieldPaths.Slot(before)), after);
        for (Named named : all) {
            for (String path : FieldPaths.concrete(after, named.path())) {
                for (String parent : FieldPaths.parents(path)) {
                    sortNewFields(FieldPaths.find(before, parent), at(after, parent));
                }
            }
        }
    }

    private static void sortNewFields(Optional<FieldPaths.Slot> before, @Nullable Object after) {
        if (!(after instanceof Document document)) {
            return;
        }
        Set<String> old = before.isPresent() && before.get().value() instanceof Document was ? was.keySet() : Set.of();
        List<String> added = document.keySet().stream()
                .filter(name -> !old.contains(name))
                .sorted(FieldPaths.ORDER)
                .toList();
        added.forEach(name -> document.put(name, document.remove(name)));
    }

    private static ServerError notViable(String parent, String path) {
        String[] rest = path.substring(parent.length() + 1).split("\\.", 2);
        String element = parent.substring(parent.lastIndexOf('.') + 1);
        return new ServerError(
                28, "PathNotViable", "Cannot create field '" + rest[0] + "' in element {" + element + ": null}");
    }

    private static ServerError noArray(Document document, String path) {
        String id = Json.toJsonValue(document.get("_id"));
        return ServerError.badValue(
                "The field '" + path + "' must be an array but is of type null in document {_id: " + id + "}");
    }

    private static boolean isNull(Document document, String path) {
        Optional<FieldPaths.Slot> slot = FieldPaths.find(document, path);
        return slot.isPresent() && slot.get().value() == null;
    }

    private static @Nullable Object at(Document document, String path) {
        return FieldPaths.find(document, path).map(FieldPaths.Slot::value).orElse(null);
    }
}

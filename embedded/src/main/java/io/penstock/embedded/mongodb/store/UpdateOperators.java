package io.penstock.embedded.mongodb.store;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.ConflictingUpdateOperatorsException;
import io.penstock.embedded.mongodb.oplog.ClusterClock;
import io.penstock.embedded.mongodb.protocol.ServerError;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What update operators make of documents. The library finds the places, by positional operators and array filters too,
 * and creates what is on the way there. To it numbers are doubles and times come from its own clock; so the operators that
 * compare and reckon are shown to it as {@code $set} of a {@link PlannedValue}, in whose place the value is put afterwards.
 */
final class UpdateOperators {
    private static final String SET = "$set";
    private static final String SET_ON_INSERT = "$setOnInsert";
    private static final Document NOTHING = new Document(SET_ON_INSERT, new Document());

    private final Draft draft;

    UpdateOperators(MongoDatabase database, String collection) {
        this.draft = new Draft(database, collection);
    }

    /** What the update makes of a document, which stays as it is. */
    Document update(Document before, OperatorUpdate update, ClusterClock clock) {
        Set<String> hidden = namesThatTheLibraryRefuses(before);
        Document shown = before;
        if (!hidden.isEmpty()) {
            shown = new Document(before);
            shown.keySet().removeAll(hidden);
        }
        Document after =
                draft.update(shown, update.filter(), planned(update.operators(), clock), update.arrayFilters());
        settle(update.operators(), shown, after);
        return hidden.isEmpty() ? after : together(before, hidden, after);
    }

    /** The document that the update makes of a filter which matched nothing. */
    Document upsert(OperatorUpdate update, ClusterClock clock) {
        Document planned = planned(update.operators(), clock);
        Document base = base(update.filter());
        Document document = draft.upsert(update.filter(), planned, update.arrayFilters());
        settle(update.operators(), base, document);
        return document;
    }

    /** A replacement with the id that a filter says. */
    Document upsert(Document filter, Document replacement) {
        return draft.upsert(filter, replacement, List.of());
    }

    /** The document that a filter says by itself, of which an upsert makes its own. */
    Document base(Document filter) {
        return draft.upsert(filter, NOTHING, List.of());
    }

    /** Servers from 5.0 on take such names, though no operator reaches them. */
    private static Set<String> namesThatTheLibraryRefuses(Document document) {
        Set<String> names = new HashSet<>();
        for (String name : document.keySet()) {
            if (name.startsWith("$") || name.contains(".")) {
                names.add(name);
            }
        }
        return names;
    }

    private static Document together(Document before, Set<String> hidden, Document after) {
        Document all = new Document();
        before.forEach((name, value) -> {
            if (hidden.contains(name)) {
                all.append(name, value);
            } else if (after.containsKey(name)) {
                all.append(name, after.get(name));
            }
        });
        after.forEach(all::putIfAbsent);
        return all;
    }

    private static Document planned(Document operators, ClusterClock clock) {
        Document planned = new Document();
        operators.forEach((name, argument) -> {
            if (!name.startsWith("$")) {
                throw ServerError.failedToParse("Unknown modifier: " + name
                        + ". Expected a valid update modifier or pipeline-style update specified as an array");
            }
            if (!(argument instanceof Document fields)) {
                throw ServerError.failedToParse("Modifiers operate on fields but we found another type instead. For"
                        + " example: {$mod: {<field>: ...}} not {" + name + ": " + argument + "}");
            }
            Optional<ValueOperators.Parser> operator = ValueOperators.named(name);
            if (operator.isEmpty()) {
                planned.append(name, fields);
                return;
            }
            Document places =
                    (Document) planned.computeIfAbsent(name.equals(SET_ON_INSERT) ? name : SET, key -> new Document());
            boolean sets = name.equals(SET) || name.equals(SET_ON_INSERT);
            fields.forEach((path, value) -> {
                if (places.containsKey(path)) {
                    throw new ConflictingUpdateOperatorsException(path, path);
                }
                // An id may be set to what it is, which the library sees to.
                boolean asItIs = sets && path.equals("_id");
                places.append(
                        path,
                        asItIs ? value : new PlannedValue(value, operator.get().parse(path, value, clock)));
            });
        });
        return planned;
    }

    /** Makes of what the library has made of the operators what a server makes of them. */
    private static void settle(Document operators, Document before, Document after) {
        OperatorPaths paths = new OperatorPaths(operators);
        paths.requireNothingWithinNulls(before, after);
        paths.sortNewFields(before, after);
        resolve(after, before, after.get("_id"));
    }

    private static void resolve(Document document, @Nullable Object before, @Nullable Object id) {
        for (Map.Entry<String, Object> field : document.entrySet()) {
            @Nullable
            Object old = before instanceof Document was ? was.getOrMissing(field.getKey()) : Missing.getInstance();
            if (field.getValue() instanceof PlannedValue planned) {
                field.setValue(planned.value(new PlannedValue.Place(id, field.getKey()), old));
            } else {
                resolveWithin(field.getValue(), old, id);
            }
        }
    }

    private static void resolve(List<Object> values, @Nullable Object before, @Nullable Object id) {
        List<?> was = before instanceof List<?> list ? list : List.of();
        for (int i = 0; i < values.size(); i++) {
            @Nullable Object old = i < was.size() ? was.get(i) : Missing.getInstance();
            if (values.get(i) instanceof PlannedValue planned) {
                values.set(i, planned.value(new PlannedValue.Place(id, Integer.toString(i)), old));
            } else {
                resolveWithin(values.get(i), old, id);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static void resolveWithin(@Nullable Object value, @Nullable Object before, @Nullable Object id) {
        if (value instanceof Document document) {
            resolve(document, before, id);
        } else if (value instanceof List<?> list) {
            resolve((List<Object>) list, before, id);
        }
    }
}

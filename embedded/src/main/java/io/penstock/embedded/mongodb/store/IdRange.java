package io.penstock.embedded.mongodb.store;

import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.protocol.KeyString;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The part of the index on {@code _id} in which all documents lie that a filter can match. The filter itself decides
 * about each of them.
 */
final class IdRange {
    private @Nullable KeyString lowest;
    private @Nullable KeyString highest;
    private @Nullable TreeSet<KeyString> exact;

    private IdRange() {}

    /** Reads the filter's conditions on {@code _id}, those within a top-level {@code $and} included. */
    static IdRange of(Document filter) {
        IdRange range = new IdRange();
        range.narrow(filter);
        return range;
    }

    /** Whether there is no condition that the index could help with. */
    boolean isAll() {
        return lowest == null && highest == null && exact == null;
    }

    /** The ids that are asked for one by one, in order; none if a range is asked for. */
    Optional<Collection<KeyString>> exact() {
        return Optional.ofNullable(exact);
    }

    /** The part of the index within the bounds, the bounds themselves included. */
    <V> NavigableMap<KeyString, V> within(NavigableMap<KeyString, V> index) {
        if (lowest != null && highest != null && lowest.compareTo(highest) > 0) {
            return Collections.emptyNavigableMap();
        }
        NavigableMap<KeyString, V> part = lowest == null ? index : index.tailMap(lowest, true);
        return highest == null ? part : part.headMap(highest, true);
    }

    private void narrow(Document filter) {
        if (filter.containsKey("_id")) {
            condition(filter.get("_id"));
        }
        if (filter.get("$and") instanceof List<?> parts) {
            parts.forEach(part -> narrow((Document) part));
        }
    }

    private void condition(@Nullable Object condition) {
        if (condition instanceof Document operators && isOperators(operators)) {
            operators.forEach(this::operator);
        } else if (!(condition instanceof BsonRegularExpression)) {
            only(List.of(KeyString.of(condition)));
        }
    }

    private static boolean isOperators(Document document) {
        return !document.isEmpty()
                && document.keySet().stream().allMatch(name -> name.startsWith("$"))
                && !document.containsKey("$ref");
    }

    private void operator(String name, @Nullable Object operand) {
        switch (name) {
            case "$eq" -> only(List.of(KeyString.of(operand)));
            case "$in" -> {
                Collection<?> values = (Collection<?>) operand;
                if (values != null && values.stream().noneMatch(BsonRegularExpression.class::isInstance)) {
                    only(values.stream().map(KeyString::of).toList());
                }
            }
            case "$gt", "$gte" -> {
                KeyString key = KeyString.of(operand);
                if (lowest == null || lowest.compareTo(key) < 0) {
                    lowest = key;
                }
            }
            case "$lt", "$lte" -> {
                KeyString key = KeyString.of(operand);
                if (highest == null || highest.compareTo(key) > 0) {
                    highest = key;
                }
            }
            default -> {
                // The filter sees to the others.
            }
        }
    }

    private void only(Collection<KeyString> keys) {
        if (exact == null) {
            exact = new TreeSet<>(keys);
        } else {
            exact.retainAll(keys);
        }
    }

    /** The direction of a sort by {@code _id} alone (or first: ids are unique): 1, -1, or 0 if it is another sort. */
    static int direction(@Nullable Document sort) {
        if (sort == null || sort.isEmpty()) {
            return 0;
        }
        Map.Entry<String, Object> first = sort.entrySet().iterator().next();
        return first.getKey().equals("_id") && first.getValue() instanceof Number number
                ? Integer.signum(number.intValue())
                : 0;
    }
}

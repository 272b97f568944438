package io.penstock.embedded.mongodb.store;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.Json;
import io.penstock.embedded.mongodb.oplog.ClusterClock;
import io.penstock.embedded.mongodb.protocol.KeyString;
import io.penstock.embedded.mongodb.protocol.ServerError;
import io.penstock.embedded.mongodb.store.PlannedValue.Place;
import io.penstock.embedded.mongodb.store.PlannedValue.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operators that make one value of the value that was there, as in src/mongo/db/update of a server. */
final class ValueOperators {
    private static final Set<String> BIT_OPERATIONS = Set.of("and", "or", "xor");
    private static final Map<String, Parser> PARSERS = Map.of(
            "$set", (path, argument, clock) -> (place, old) -> argument,
            "$setOnInsert", (path, argument, clock) -> (place, old) -> argument,
            "$currentDate", (path, argument, clock) -> currentDate(argument, clock),
            "$inc", (path, argument, clock) -> increment(path, argument),
            "$mul", (path, argument, clock) -> multiply(path, argument),
            "$min", (path, argument, clock) -> (place, old) -> isLess(argument, old) ? argument : old,
            "$max", (path, argument, clock) -> (place, old) -> isGreater(argument, old) ? argument : old,
            "$bit", (path, argument, clock) -> bit(argument),
            "$addToSet", (path, argument, clock) -> addToSet(argument));

    private ValueOperators() {}

    /** Reads an operator's argument for one path. */
    interface Parser {
        /**
         * The rule that the argument makes.
         *
         * @throws ServerError if the operator has no use for it
         */
        Rule parse(String path, @Nullable Object argument, ClusterClock clock);
    }

    /** The operator with this name; the library sees to the others. */
    static Optional<Parser> named(String name) {
        return Optional.ofNullable(PARSERS.get(name));
    }

    private static Rule currentDate(@Nullable Object argument, ClusterClock clock) {
        if (!(argument instanceof Boolean) && !(argument instanceof Document)) {
            throw ServerError.badValue(
                    Utils.describeType(argument) + " is not valid type for $currentDate. Please use a"
                            + " boolean ('true') or a $type expression ({$type: 'timestamp/date'}).");
        }
        @Nullable Object type = argument instanceof Document document ? document.get("$type") : "date";
        if ("timestamp".equals(type)) {
            BsonTimestamp timestamp = new BsonTimestamp(clock.tick());
            return (place, old) -> timestamp;
        }
        if (!"date".equals(type)) {
            throw ServerError.badValue(
                    "The '$type' string field is required to be 'date' or 'timestamp': {$currentDate:"
                            + " {field : {$type: 'date'}}}");
        }
        java.time.Instant now = clock.wallTime();
        return (place, old) -> now;
    }

    private static Rule increment(String path, @Nullable Object argument) {
        Number by = number("increment", path, argument);
        return (place, old) -> old instanceof Missing ? by : Arithmetic.sum(numeric("$inc", place, old), by, place);
    }

    private static Rule multiply(String path, @Nullable Object argument) {
        Number by = number("multiply", path, argument);
        return (place, old) -> Arithmetic.product(old instanceof Missing ? 0 : numeric("$mul", place, old), by, place);
    }

    private static boolean isLess(@Nullable Object value, @Nullable Object old) {
        return old instanceof Missing || KeyString.of(value).compareTo(KeyString.of(old)) < 0;
    }

    private static boolean isGreater(@Nullable Object value, @Nullable Object old) {
        return old instanceof Missing || KeyString.of(value).compareTo(KeyString.of(old)) > 0;
    }

    private static Rule bit(@Nullable Object argument) {
        if (!(argument instanceof Document operations) || operations.isEmpty()) {
            throw ServerError.badValue("You must pass in at least one bitwise operation. The format is: {$bit: {field:"
                    + " {and/or/xor: #}}");
        }
        operations.forEach((name, operand) -> {
            if (!BIT_OPERATIONS.contains(name)) {
                throw ServerError.badValue("The $bit modifier only supports 'and', 'or', and 'xor', not '" + name
                        + "' which is an unknown operator: " + operations);
            }
            if (!Arithmetic.isWhole(operand)) {
                throw ServerError.badValue("The $bit modifier field must be an Integer(32/64 bit); a '"
                        + Utils.describeType(operand) + "' is not supported here: " + operations);
            }
        });
        return (place, old) -> {
            if (!(old instanceof Missing) && !Arithmetic.isWhole(old)) {
                throw ServerError.badValue("Cannot apply $bit to a value of non-integral type. _id: "
                        + Json.toJsonValue(place.id()) + " has the field " + place.field() + " of non-integer type "
                        + Utils.describeType(old));
            }
            Number value = old instanceof Number number ? number : 0;
            for (Map.Entry<String, Object> operation : operations.entrySet()) {
                value = Arithmetic.bits(operation.getKey(), value, (Number) operation.getValue());
            }
            return value;
        };
    }

    private static Rule addToSet(@Nullable Object argument) {
        List<@Nullable Object> added = new ArrayList<>();
        if (argument instanceof Document each
                && !each.isEmpty()
                && each.keySet().iterator().next().equals("$each")) {
            if (!(each.get("$each") instanceof List<?> values)) {
                throw new ServerError(
                        14,
                        "TypeMismatch",
                        "The argument to $each in $addToSet must be an array but it was of type "
                                + Utils.describeType(each.get("$each")));
            }
            if (each.size() > 1) {
                throw ServerError.badValue("Found unexpected fields after $each in $addToSet: " + each);
            }
            added.addAll(values);
        } else {
            added.add(argument);
        }
        return (place, old) -> {
            if (!(old instanceof Missing) && !(old instanceof List<?>)) {
                throw ServerError.badValue("Cannot apply $addToSet to non-array field. Field named '" + place.field()
                        + "' has non-array type " + Utils.describeType(old));
            }
            return together(old instanceof List<?> values ? values : List.of(), added);
        };
    }

    private static List<@Nullable Object> together(List<?> values, List<?> added) {
        List<@Nullable Object> all = new ArrayList<>(values);
        Set<KeyString> known = new HashSet<>();
        values.forEach(value -> known.add(KeyString.of(value)));
        for (Object value : added) {
            if (known.add(KeyString.of(value))) {
                all.add(value);
            }
        }
        return all;
    }

    private static Number number(String verb, String path, @Nullable Object argument) {
        if (argument instanceof Number number) {
            return number;
        }
        throw new ServerError(
                14,
                "TypeMismatch",
                "Cannot " + verb + " with non-numeric argument: {" + path + ": " + Json.toJsonValue(argument) + "}");
    }

    private static Number numeric(String operator, Place place, @Nullable Object old) {
        if (old instanceof Number number) {
            return number;
        }
        throw new ServerError(
                14,
                "TypeMismatch",
                "Cannot apply " + operator + " to a value of non-numeric type. {_id: " + Json.toJsonValue(place.id())
                        + "} has the field '" + place.field() + "' of non-numeric type " + Utils.describeType(old));
    }
}

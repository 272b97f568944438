package io.penstock.embedded.mongodb.store;

import org.jspecify.annotations.Nullable;

/** Stands where an operator is to put a value. It is equal to nothing, so that the library puts it there in any case. */
final class PlannedValue {
    private final @Nullable Object argument;
    private final Rule rule;

    PlannedValue(@Nullable Object argument, Rule rule) {
        this.argument = argument;
        this.rule = rule;
    }

    /** Where a value is, for messages. */
    record Place(@Nullable Object id, String field) {}

    /** Says what value is to be there. */
    interface Rule {
        /** The new value, by the one that was there, or the library's mark for what is missing. */
        @Nullable
        Object value(Place place, @Nullable Object old);
    }

    @Nullable
    Object value(Place place, @Nullable Object old) {
        return rule.value(place, old);
    }

    /** The operator's argument, for the library shows updates in its messages. */
    @Override
    public String toString() {
        return String.valueOf(argument);
    }
}

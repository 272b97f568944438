package io.penstock.processor.condition;

import org.jspecify.annotations.Nullable;

/** A part of an expression, ready to be evaluated. {@link Values} says what values there are. */
@FunctionalInterface
interface Term {
    @Nullable
    Object value(Scope scope);

    /** A value that is known before any change is. */
    record Constant(@Nullable Object value) implements Term {
        @Override
        public @Nullable Object value(Scope scope) {
            return value;
        }
    }
}

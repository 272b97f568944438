package io.penstock.processor.condition;

import org.jspecify.annotations.Nullable;

/** What names mean at one place of an expression: the change's variables, and those of the loops around. Immutable. */
final class Scope {
    private final Variables variables;
    private final @Nullable Scope outer;
    private final String name;
    private final @Nullable Object value;

    Scope(Variables variables) {
        this(variables, null, "", null);
    }

    private Scope(Variables variables, @Nullable Scope outer, String name, @Nullable Object value) {
        this.variables = variables;
        this.outer = outer;
        this.name = name;
        this.value = value;
    }

    Scope with(String local, @Nullable Object itsValue) {
        return new Scope(variables, this, local, itsValue);
    }

    Variables variables() {
        return variables;
    }

    @Nullable
    Object local(String wanted) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            if (scope.name.equals(wanted)) {
                return scope.value;
            }
        }
        throw new IllegalStateException("No variable " + wanted + " here.");
    }
}

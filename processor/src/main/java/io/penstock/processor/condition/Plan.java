package io.penstock.processor.condition;

import java.util.Set;

/** An expression, ready to be evaluated, and the variables that it looks at. */
record Plan(Term root, Set<Variables.Name> variables) {
    boolean uses(Variables.Name variable) {
        return variables.contains(variable);
    }
}

package io.penstock.processor.condition;

/**
 * A condition that has been read and type-checked.
 *
 * <p>Pure: the same change always gives the same answer. Immutable, may be used by any number of threads at once.
 */
public final class Condition {
    private final String expression;
    private final Plan plan;

    private Condition(String expression, Plan plan) {
        this.expression = expression;
        this.plan = plan;
    }

    /**
     * Reads an expression.
     *
     * @throws ConditionException if it is not CEL, names what there is not, or cannot be true or false; the message shows
     *     line and column, and what may have been meant
     */
    public static Condition compile(String expression) {
        return new Condition(expression, Planner.plan(ExpressionChecker.check(expression)));
    }

    /**
     * Whether the condition holds. Only {@code true} does: null is not true, nor is any text or number.
     *
     * @throws ConditionException if the evaluation fails: a division by zero, a pattern in the document that is none, or
     *     loops within loops without end
     */
    public boolean holds(ConditionInput input) {
        return Values.truth(plan.root().value(new Scope(new Variables(input))));
    }

    /** Whether the expression looks at {@code doc}. */
    public boolean usesDocument() {
        return plan.uses(Variables.Name.DOC);
    }

    /** The expression as it was written. */
    @Override
    public String toString() {
        return expression;
    }
}

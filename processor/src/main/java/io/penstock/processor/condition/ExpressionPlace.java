package io.penstock.processor.condition;

import dev.cel.common.CelSource;
import dev.cel.common.CelSourceLocation;

/** Says where in an expression something is wrong: line, column, and the line itself with a mark under it. */
final class ExpressionPlace {
    private final CelSource source;

    ExpressionPlace(CelSource source) {
        this.source = source;
    }

    ConditionException fault(long exprId, String what) {
        Integer offset = source.getPositionsMap().get(exprId);
        CelSourceLocation location = offset == null
                ? CelSourceLocation.NONE
                : source.getOffsetLocation(offset).orElse(CelSourceLocation.NONE);
        return new ConditionException(describe(location, what));
    }

    String describe(CelSourceLocation location, String what) {
        // Lines count from one and columns from zero.
        int line = Math.max(location.getLine(), 1);
        int column = Math.max(location.getColumn(), 0);
        String snippet = source.getSnippet(line).orElse("");
        return "line %d, column %d: %s%n  %s%n  %s^".formatted(line, column + 1, what, snippet, " ".repeat(column));
    }
}

package io.penstock.processor.condition;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import java.time.DateTimeException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes an expression, read and checked by CEL, ready to be evaluated. */
final class Planner {
    private final ExpressionPlace place;
    private final Set<Variables.Name> variables = EnumSet.noneOf(Variables.Name.class);
    private final Deque<String> locals = new ArrayDeque<>();

    private Planner(ExpressionPlace place) {
        this.place = place;
    }

    static Plan plan(CelAbstractSyntaxTree checked) {
        Planner planner = new Planner(new ExpressionPlace(checked.getSource()));
        Term root = planner.term(checked.getExpr());
        return new Plan(root, Set.copyOf(planner.variables));
    }

    private Term term(CelExpr expr) {
        return switch (expr.getKind()) {
            case CONSTANT -> new Term.Constant(constant(expr));
            case IDENT -> variable(expr, expr.ident().name());
            case SELECT -> select(expr.select());
            case CALL -> call(expr, expr.call());
            case LIST -> list(terms(expr.list().elements()));
            case COMPREHENSION -> loop(expr.comprehension());
            case MAP, STRUCT, NOT_SET ->
                throw place.fault(
                        expr.id(), "objects cannot be written in a condition: compare their fields one by one");
        };
    }

    private @Nullable Object constant(CelExpr expr) {
        CelConstant constant = expr.constant();
        return switch (constant.getKind()) {
            case NULL_VALUE -> null;
            case BOOLEAN_VALUE -> constant.booleanValue();
            case INT64_VALUE -> constant.int64Value();
            case DOUBLE_VALUE -> constant.doubleValue();
            case STRING_VALUE -> constant.stringValue();
            default ->
                throw place.fault(
                        expr.id(),
                        "unsigned numbers and bytes do not occur in documents: write 1 for 1u, text for bytes");
        };
    }

    private Term variable(CelExpr expr, String name) {
        if (locals.contains(name)) {
            return scope -> scope.local(name);
        }
        Variables.Name variable;
        try {
            variable = Variables.Name.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException type) {
            throw place.fault(expr.id(), "'" + name + "' is the name of a type, and has no value");
        }
        variables.add(variable);
        return scope -> scope.variables().get(variable);
    }

    private Term select(CelExpr.CelSelect select) {
        Term operand = term(select.operand());
        String field = select.field();
        return select.testOnly()
                ? scope -> Values.hasField(operand.value(scope), field)
                : scope -> Values.field(operand.value(scope), field);
    }

    private Term call(CelExpr expr, CelCall call) {
        List<Term> arguments = new ArrayList<>();
        call.target().ifPresent(target -> arguments.add(term(target)));
        arguments.addAll(terms(call.args()));
        Term term =
                switch (call.function()) {
                    case "_&&_" -> and(arguments.get(0), arguments.get(1));
                    case "_||_" -> or(arguments.get(0), arguments.get(1));
                    case "_?_:_" -> choice(arguments.get(0), arguments.get(1), arguments.get(2));
                    case "matches" -> matches(expr, arguments.get(0), arguments.get(1));
                    default -> function(expr, call.function(), arguments);
                };
        return arguments.stream().allMatch(Term.Constant.class::isInstance) ? folded(expr, call, term) : term;
    }

    private static Term and(Term left, Term right) {
        return scope -> Values.truth(left.value(scope)) && Values.truth(right.value(scope));
    }

    private static Term or(Term left, Term right) {
        return scope -> Values.truth(left.value(scope)) || Values.truth(right.value(scope));
    }

    private static Term choice(Term condition, Term yes, Term no) {
        return scope -> Values.truth(condition.value(scope)) ? yes.value(scope) : no.value(scope);
    }

    private Term matches(CelExpr expr, Term text, Term pattern) {
        if (pattern instanceof Term.Constant constant && constant.value() instanceof String known) {
            Pattern compiled;
            try {
                compiled = Pattern.compile(known);
            } catch (PatternSyntaxException malformed) {
                throw place.fault(expr.id(), Functions.describe(malformed));
            }
            return scope -> text.value(scope) instanceof String found
                    && compiled.matcher(found).find();
        }
        return function(expr, "matches", List.of(text, pattern));
    }

    private Term function(CelExpr expr, String name, List<Term> arguments) {
        Term left = arguments.get(0);
        if (arguments.size() == 1) {
            Functions.Unary function = Functions.unary(name).orElseThrow(() -> unknown(expr, name));
            return guarded(expr, scope -> function.apply(left.value(scope)));
        }
        Functions.Binary function = Functions.binary(name).orElseThrow(() -> unknown(expr, name));
        Term right = arguments.get(1);
        Effort effort = Effort.of(name);
        return guarded(expr, scope -> {
            Object one = left.value(scope);
            Object other = right.value(scope);
            scope.variables().steps(effort.turns(one, other));
            return function.apply(one, other);
        });
    }

    private Term guarded(CelExpr expr, Term term) {
        return scope -> {
            try {
                return term.value(scope);
            } catch (ArithmeticException | DateTimeException failed) {
                throw place.fault(expr.id(), "cannot be worked out: " + failed.getMessage());
            }
        };
    }

    private ConditionException unknown(CelExpr expr, String name) {
        return place.fault(expr.id(), "the function '" + name + "' is not offered here");
    }

    /** What needs no change is worked out once, and tells now if it makes no sense. */
    private Term folded(CelExpr expr, CelCall call, Term term) {
        Object value = term.value(new Scope(new Variables(NoInput.INSTANCE)));
        if (value == null && !call.function().equals("_?_:_")) {
            throw place.fault(expr.id(), "%s of this value has no meaning".formatted(call.function()));
        }
        return new Term.Constant(value);
    }

    private static Term list(List<Term> elements) {
        return scope -> {
            List<@Nullable Object> list = new ArrayList<>(elements.size());
            elements.forEach(element -> list.add(element.value(scope)));
            return list;
        };
    }

    private Term loop(CelComprehension loop) {
        String result = loop.accuVar();
        String element = loop.iterVar();
        Term range = term(loop.iterRange());
        Term first = term(loop.accuInit());
        locals.push(result);
        Term last = term(loop.result());
        locals.push(element);
        Term goesOn = term(loop.loopCondition());
        Term next = term(loop.loopStep());
        locals.pop();
        locals.pop();
        return scope -> {
            Object sofar = first.value(scope);
            for (Object item : Values.range(range.value(scope))) {
                scope.variables().steps(1);
                Scope turn = scope.with(result, sofar).with(element, item);
                if (!Values.truth(goesOn.value(turn))) {
                    break;
                }
                sofar = next.value(turn);
            }
            return last.value(scope.with(result, sofar));
        };
    }

    private List<Term> terms(List<CelExpr> exprs) {
        return exprs.stream().map(this::term).toList();
    }
}

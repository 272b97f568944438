package io.penstock.processor.condition;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelSource;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.Operator;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Has CEL read and type-check an expression, and says what is wrong in words that help. */
final class ExpressionChecker {
    private static final CelCompiler COMPILER = CelCompilerFactory.standardCelCompilerBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .setStandardEnvironmentEnabled(false)
            .setStandardDeclarations(CelStandardDeclarations.newBuilder()
                    .excludeFunctions(
                            StandardFunction.TYPE,
                            StandardFunction.UINT,
                            StandardFunction.BYTES,
                            StandardFunction.DYN,
                            StandardFunction.BOOL)
                    .build())
            .addFunctionDeclarations(
                    mixed(Operator.ADD), mixed(Operator.SUBTRACT), mixed(Operator.MULTIPLY), mixed(Operator.DIVIDE))
            .addVar("op", SimpleType.STRING)
            .addVar("doc", SimpleType.DYN)
            .addVar("before", SimpleType.DYN)
            .addVar("source", SimpleType.DYN)
            .build();

    private static final List<String> VARIABLES = List.of("op", "doc", "before", "source");
    private static final List<String> FUNCTIONS = List.of(
            "size",
            "contains",
            "startsWith",
            "endsWith",
            "matches",
            "has",
            "exists",
            "exists_one",
            "all",
            "map",
            "filter",
            "int",
            "double",
            "string",
            "timestamp",
            "duration",
            "getFullYear",
            "getMonth",
            "getDate",
            "getDayOfMonth",
            "getDayOfYear",
            "getDayOfWeek",
            "getHours",
            "getMinutes",
            "getSeconds",
            "getMilliseconds");
    private static final Pattern UNKNOWN = Pattern.compile("undeclared reference to '([^']*)'.*", Pattern.DOTALL);

    private static final Pattern SINGLE_EQUALS = Pattern.compile("=(?!=)");

    private ExpressionChecker() {}

    /** Without it the type of {@code doc.total - 1} would be int, though the field may well hold a double. */
    private static CelFunctionDecl mixed(Operator operator) {
        String function = operator.getFunction();
        return CelFunctionDecl.newFunctionDeclaration(
                function,
                CelOverloadDecl.newGlobalOverload(
                        function + "int_double", SimpleType.DOUBLE, SimpleType.INT, SimpleType.DOUBLE),
                CelOverloadDecl.newGlobalOverload(
                        function + "double_int", SimpleType.DOUBLE, SimpleType.DOUBLE, SimpleType.INT));
    }

    static CelAbstractSyntaxTree check(String expression) {
        CelAbstractSyntaxTree parsed = astOf(COMPILER.parse(expression));
        CelAbstractSyntaxTree checked = astOf(COMPILER.check(parsed));
        CelType result = checked.getResultType();
        if (!result.equals(SimpleType.BOOL) && !result.equals(SimpleType.DYN)) {
            throw new ExpressionPlace(checked.getSource())
                    .fault(
                            checked.getExpr().id(),
                            "a condition is true or false, but this is of type " + result.name());
        }
        return checked;
    }

    private static CelAbstractSyntaxTree astOf(CelValidationResult result) {
        try {
            return result.getAst();
        } catch (CelValidationException invalid) {
            CelSource source = invalid.getSource();
            ExpressionPlace place = new ExpressionPlace(source);
            throw new ConditionException(
                    invalid.getErrors().stream()
                            .map(issue -> place.describe(issue.getSourceLocation(), words(issue, source)))
                            .toList(),
                    invalid);
        }
    }

    private static String words(CelIssue issue, CelSource source) {
        Matcher unknown = UNKNOWN.matcher(issue.getMessage());
        if (!unknown.matches()) {
            // What follows are the signatures that there are, a line of them for each operator.
            return issue.getMessage().replaceFirst(" \\(candidates: .*", "") + comparison(issue, source);
        }
        String name = unknown.group(1);
        return isCalled(name, source)
                ? "there is no function '%s'%s".formatted(name, meant(NearestName.of(name, FUNCTIONS)))
                : "there is no variable '%s'%s"
                        .formatted(
                                name,
                                NearestName.of(name, VARIABLES)
                                        .map(near -> ", did you mean '" + near + "'?")
                                        .orElse(
                                                ": there are op, doc, before and source; a field of the document is doc."
                                                        + name));
    }

    /** The one mistake that everybody makes, at the place where the reading failed for it. */
    private static String comparison(CelIssue issue, CelSource source) {
        CelSourceLocation location = issue.getSourceLocation();
        String line = source.getSnippet(Math.max(location.getLine(), 1)).orElse("");
        return SINGLE_EQUALS
                        .matcher(line.substring(Math.min(Math.max(location.getColumn(), 0), line.length())))
                        .lookingAt()
                ? "; write == to compare"
                : "";
    }

    private static String meant(Optional<String> near) {
        return near.map(name -> ", did you mean '" + name + "'?").orElse("");
    }

    private static boolean isCalled(String name, CelSource source) {
        String content = source.getContent().toString();
        return Pattern.compile("\\b" + Pattern.quote(name) + "\\s*\\(")
                .matcher(content)
                .find();
    }
}

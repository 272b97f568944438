package io.penstock.embedded.mongodb.store;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.backend.aggregation.Expression;
import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.protocol.ServerError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Expressions of aggregation pipelines. The library takes a document that it has computed for an expression and computes that, too;
 * here it is done once.
 */
final class Expressions {
    private static final Set<String> OPERATORS =
            Arrays.stream(Expression.values()).map(Expression::name).collect(Collectors.toUnmodifiableSet());

    private Expressions() {}

    /** What an expression comes to for a document; the library's {@link Missing} if that is nothing. */
    static @Nullable Object value(@Nullable Object expression, Document root) {
        if (expression instanceof String text && text.startsWith("$")) {
            return ofPath(text, root);
        }
        if (expression instanceof List<?> elements) {
            List<@Nullable Object> values = new ArrayList<>();
            for (Object element : elements) {
                @Nullable Object value = value(element, root);
                values.add(value instanceof Missing ? null : value);
            }
            return values;
        }
        if (expression instanceof Document document) {
            return isOperator(document) ? ofOperator(document, root) : ofFields(document, root);
        }
        return expression;
    }

    /**
     * Makes sure that there are only operators in it that are known.
     *
     * @throws ServerError 168 if there is another
     */
    static void requireKnown(@Nullable Object expression) {
        if (expression instanceof List<?> elements) {
            elements.forEach(Expressions::requireKnown);
        } else if (expression instanceof Document document) {
            document.forEach((name, argument) -> {
                if (name.startsWith("$") && !OPERATORS.contains(name) && !name.equals(DocumentSizes.OPERATOR)) {
                    throw new ServerError(168, "InvalidPipelineOperator", "Unrecognized expression '" + name + "'");
                }
                if (!name.equals("$literal")) {
                    requireKnown(argument);
                }
            });
        }
    }

    static boolean isOperator(Document document) {
        return !document.isEmpty() && document.keySet().iterator().next().startsWith("$");
    }

    private static @Nullable Object ofPath(String text, Document root) {
        if (text.equals("$$REMOVE")) {
            return Missing.getInstance();
        }
        if (!text.startsWith("$$")) {
            return withoutMissing(Utils.getSubdocumentValueCollectionAware(root, text.substring(1)));
        }
        if (text.equals("$$ROOT") || text.equals("$$CURRENT")) {
            return root;
        }
        if (text.startsWith("$$ROOT.") || text.startsWith("$$CURRENT.")) {
            return ofPath("$" + text.substring(text.indexOf('.') + 1), root);
        }
        return Expression.evaluateDocument(text, root);
    }

    /** Within a list the library leaves what it has computed alone. */
    private static @Nullable Object ofOperator(Document operator, Document root) {
        Document listed = new Document("$objectToArray", new Document("value", operator));
        List<?> fields = (List<?>) Expression.evaluateDocument(listed, root);
        return ((Document) fields.get(0)).get("v");
    }

    private static Document ofFields(Document expressions, Document root) {
        Document result = new Document();
        expressions.forEach((name, expression) -> {
            @Nullable Object value = value(expression, root);
            if (!(value instanceof Missing)) {
                result.append(name, value);
            }
        });
        return result;
    }

    private static @Nullable Object withoutMissing(@Nullable Object value) {
        if (!(value instanceof Collection<?> values) || values.stream().noneMatch(Missing.class::isInstance)) {
            return value;
        }
        List<@Nullable Object> present = new ArrayList<>(values);
        present.removeIf(Missing.class::isInstance);
        return present;
    }
}

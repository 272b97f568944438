package io.penstock.embedded.mongodb.store;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.backend.aggregation.stage.AggregationStage;
import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.oplog.DocumentSize;
import io.penstock.embedded.mongodb.protocol.ServerError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A stage with {@code $bsonSize}, which the library does not have: it is made anew for each document, with that document's sizes
 * in place of the operator.
 */
final class DocumentSizes implements AggregationStage {
    static final String OPERATOR = "$bsonSize";

    /** The stages that look at each document by itself. */
    private static final Set<String> STAGES = Set.of("$match", "$project", "$addFields", "$replaceRoot", "$redact");

    private final Document specification;
    private final Function<Document, AggregationStage> stages;

    DocumentSizes(Document specification, Function<Document, AggregationStage> stages) {
        this.specification = specification;
        this.stages = stages;
    }

    /** Whether it takes this to run the stage. */
    static boolean areAskedForBy(Document specification) {
        return STAGES.containsAll(specification.keySet()) && hasOperator(specification);
    }

    private static boolean hasOperator(@Nullable Object expression) {
        if (expression instanceof List<?> elements) {
            return elements.stream().anyMatch(DocumentSizes::hasOperator);
        }
        return expression instanceof Document document
                && document.entrySet().stream()
                        .anyMatch(field -> field.getKey().equals(OPERATOR)
                                || (!field.getKey().equals("$literal") && hasOperator(field.getValue())));
    }

    @Override
    public String name() {
        return specification.keySet().iterator().next();
    }

    @Override
    public Stream<Document> apply(Stream<Document> documents) {
        return documents.flatMap(document ->
                stages.apply((Document) withSizes(specification, document)).apply(Stream.of(document)));
    }

    private static Object withSizes(Object expression, Document root) {
        if (expression instanceof Document document) {
            if (document.containsKey(OPERATOR)) {
                return new Document("$literal", size(Expressions.value(document.get(OPERATOR), root)));
            }
            Document result = new Document();
            document.forEach((name, argument) -> result.append(
                    name, name.equals("$literal") || argument == null ? argument : withSizes(argument, root)));
            return result;
        }
        if (expression instanceof List<?> elements) {
            List<@Nullable Object> result = new ArrayList<>();
            elements.forEach(element -> result.add(element == null ? null : withSizes(element, root)));
            return result;
        }
        return expression;
    }

    private static @Nullable Integer size(@Nullable Object value) {
        if (value == null || value instanceof Missing) {
            return null;
        }
        if (value instanceof Document document) {
            return Math.toIntExact(DocumentSize.of(document));
        }
        throw new ServerError(
                31393, "Location31393", OPERATOR + " requires a document input, found: " + Utils.describeType(value));
    }
}

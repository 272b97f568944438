package io.penstock.embedded.mongodb.store;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.backend.aggregation.stage.AggregationStage;
import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.protocol.ServerError;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The stage {@code $replaceRoot}. The library's computes the new document once more: texts in it that look like paths are lost, and
 * names that look like operators end the command.
 */
final class ReplaceRoot implements AggregationStage {
    private final Object expression;

    ReplaceRoot(Document specification) {
        expression = Optional.ofNullable(specification.get("newRoot"))
                .orElseThrow(() ->
                        new ServerError(40231, "Location40231", "no newRoot specified for the $replaceRoot stage"));
    }

    @Override
    public String name() {
        return "$replaceRoot";
    }

    @Override
    public Stream<Document> apply(Stream<Document> documents) {
        return documents.map(this::replaced);
    }

    private Document replaced(Document document) {
        @Nullable Object value = Expressions.value(expression, document);
        if (value instanceof Document root) {
            return root;
        }
        throw new ServerError(
                40228,
                "Location40228",
                "'newRoot' expression must evaluate to an object, but resulting value was of type: "
                        + Utils.describeType(value));
    }
}

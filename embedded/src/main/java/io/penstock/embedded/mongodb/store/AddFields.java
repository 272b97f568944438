package io.penstock.embedded.mongodb.store;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.aggregation.stage.AggregationStage;
import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.protocol.ServerError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The stage {@code $addFields}. The library's takes a dotted path for a name, merges a value into the document that was
 * there, computes each field from those before it, and changes documents within the one that it is given, stored ones too.
 */
final class AddFields implements AggregationStage {
    private final Nested fields = new Nested(new LinkedHashMap<>());

    AddFields(Document specification) {
        specification.forEach((path, value) -> fields.add(path, value));
    }

    /** What a name gets: a value, or fields of a document. */
    private sealed interface Field {}

    private record Computed(@Nullable Object expression) implements Field {}

    private record Nested(Map<String, Field> fields) implements Field {
        void add(String path, @Nullable Object value) {
            int dot = path.indexOf('.');
            if (dot >= 0) {
                nested(path.substring(0, dot)).add(path.substring(dot + 1), value);
            } else if (value instanceof Document document && !document.isEmpty() && !Expressions.isOperator(document)) {
                document.forEach(nested(path)::add);
            } else if (fields.putIfAbsent(path, new Computed(value)) != null) {
                throw conflict(path);
            }
        }

        private Nested nested(String name) {
            if (fields.computeIfAbsent(name, key -> new Nested(new LinkedHashMap<>())) instanceof Nested nested) {
                return nested;
            }
            throw conflict(name);
        }

        private static ServerError conflict(String name) {
            return new ServerError(
                    40176,
                    "Location40176",
                    "Invalid $addFields :: caused by :: specification contains two conflicting paths at '" + name
                            + "'");
        }
    }

    @Override
    public String name() {
        return "$addFields";
    }

    @Override
    public Stream<Document> apply(Stream<Document> documents) {
        return documents.map(document -> with(fields, document, document));
    }

    private static Document with(Nested nested, Document document, Document root) {
        Document result = new Document(document);
        nested.fields().forEach((name, field) -> {
            @Nullable
            Object value = field instanceof Computed computed
                    ? Expressions.value(computed.expression(), root)
                    : within((Nested) field, document.get(name), root);
            if (value instanceof Missing) {
                result.remove(name);
            } else {
                result.put(name, value);
            }
        });
        return result;
    }

    private static Object within(Nested nested, @Nullable Object value, Document root) {
        if (value instanceof List<?> values) {
            return new ArrayList<>(values.stream()
                    .map(element -> within(nested, element, root))
                    .toList());
        }
        return with(nested, value instanceof Document document ? document : new Document(), root);
    }
}

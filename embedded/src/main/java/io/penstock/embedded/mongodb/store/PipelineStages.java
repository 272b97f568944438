package io.penstock.embedded.mongodb.store;

import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.backend.aggregation.stage.AggregationStage;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.NoopOplog;
import io.penstock.embedded.mongodb.protocol.ServerError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Aggregation pipelines in the words that the library knows. */
public final class PipelineStages {
    private PipelineStages() {}

    /** Puts {@code $addFields} for {@code $set}, and {@code $replaceRoot} for {@code $replaceWith}. */
    public static List<Document> withoutAliases(List<?> pipeline) {
        return pipeline.stream().map(stage -> withoutAlias((Document) stage)).toList();
    }

    /**
     * The same with the time in place of {@code $$NOW}: the library's would have microseconds, which no date of MongoDB
     * has, and be another each time it is asked for.
     */
    public static List<Document> withoutAliases(List<?> pipeline, Instant now) {
        return withoutAliases(
                pipeline.stream().map(stage -> withTime(stage, now)).toList());
    }

    /** Makes the stages ready to be run on documents, which they leave as they are. */
    public static Aggregation aggregation(
            List<Document> stages,
            DatabaseResolver databases,
            StoredDatabase database,
            @Nullable StoredCollection collection) {
        Aggregation aggregation = fromPipeline(List.of(), databases, database, collection);
        Function<Document, List<AggregationStage>> made = stage -> ours(stage)
                .map(List::of)
                .orElseGet(() -> fromPipeline(List.of(stage), databases, database, collection)
                        .getStages());
        for (Document stage : stages) {
            aggregation
                    .getStages()
                    .addAll(
                            DocumentSizes.areAskedForBy(stage)
                                    ? List.of(new DocumentSizes(
                                            stage, sized -> made.apply(sized).get(0)))
                                    : made.apply(stage));
        }
        return aggregation;
    }

    /**
     * Makes sure that the expressions in stages which look at each document by itself can be computed.
     *
     * @throws ServerError 168 if there is one that is unknown
     */
    public static void requireKnownExpressions(List<Document> stages) {
        stages.forEach(stage -> stage.forEach((name, specification) -> {
            if (name.equals("$match")) {
                requireKnownWithin(specification);
            } else {
                Expressions.requireKnown(specification);
            }
        }));
    }

    /** In a query other operators are at home, and no others are in the one that has expressions. */
    private static void requireKnownWithin(@Nullable Object query) {
        if (query instanceof List<?> queries) {
            queries.forEach(PipelineStages::requireKnownWithin);
        } else if (query instanceof Document document) {
            document.forEach((name, condition) -> {
                if (name.equals("$expr")) {
                    Expressions.requireKnown(condition);
                } else if (name.startsWith("$")) {
                    requireKnownWithin(condition);
                }
            });
        }
    }

    private static Optional<AggregationStage> ours(Document stage) {
        if (stage.get("$addFields") instanceof Document fields) {
            return Optional.of(new AddFields(fields));
        }
        return stage.get("$replaceRoot") instanceof Document specification
                ? Optional.of(new ReplaceRoot(specification))
                : Optional.empty();
    }

    private static Aggregation fromPipeline(
            List<Document> stages,
            DatabaseResolver databases,
            StoredDatabase database,
            @Nullable StoredCollection collection) {
        return Aggregation.fromPipeline(stages, databases, database, collection, NoopOplog.get());
    }

    private static Document withoutAlias(Document stage) {
        if (stage.containsKey("$set")) {
            return new Document("$addFields", stage.get("$set"));
        }
        if (stage.containsKey("$replaceWith")) {
            return new Document("$replaceRoot", new Document("newRoot", stage.get("$replaceWith")));
        }
        return stage;
    }

    private static @Nullable Object withTime(@Nullable Object expression, Instant now) {
        if ("$$NOW".equals(expression)) {
            return now;
        }
        if (expression instanceof Document document) {
            Document result = new Document();
            for (Map.Entry<String, Object> field : document.entrySet()) {
                result.append(
                        field.getKey(),
                        field.getKey().equals("$literal") ? field.getValue() : withTime(field.getValue(), now));
            }
            return result;
        }
        if (expression instanceof List<?> values) {
            List<@Nullable Object> result = new ArrayList<>();
            values.forEach(value -> result.add(withTime(value, now)));
            return result;
        }
        return expression;
    }
}

package io.penstock.embedded.mongodb.store;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;

/** Aggregation pipelines in the words that the library knows. */
public final class PipelineStages {
    private PipelineStages() {}

    /** Puts {@code $addFields} for {@code $set}, and {@code $replaceRoot} for {@code $replaceWith}. */
    public static List<Document> withoutAliases(List<?> pipeline) {
        return pipeline.stream()
                .map(Document.class::cast)
                .map(stage -> {
                    if (stage.containsKey("$set")) {
                        return new Document("$addFields", stage.get("$set"));
                    }
                    if (stage.containsKey("$replaceWith")) {
                        return new Document("$replaceRoot", new Document("newRoot", stage.get("$replaceWith")));
                    }
                    return stage;
                })
                .toList();
    }
}

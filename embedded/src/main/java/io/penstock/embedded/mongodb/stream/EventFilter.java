package io.penstock.embedded.mongodb.stream;

import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.NoopOplog;
import io.penstock.embedded.mongodb.protocol.ServerError;
import io.penstock.embedded.mongodb.store.PipelineStages;
import io.penstock.embedded.mongodb.store.StoredDatabase;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The stages that a client put behind {@code $changeStream}. */
final class EventFilter {
    /** Splits events above 16 MB. There are none here: the message would be refused that makes one. */
    private static final String SPLIT = "$changeStreamSplitLargeEvent";

    private static final Set<String> ALLOWED = Set.of(
            "$match", "$project", "$addFields", "$set", "$unset", "$replaceRoot", "$replaceWith", "$redact", SPLIT);

    private final Aggregation stages;

    EventFilter(List<Document> pipeline, StoredDatabase database) {
        for (Document stage : pipeline) {
            String name = stage.keySet().iterator().next();
            if (!ALLOWED.contains(name)) {
                throw new ServerError(20, "IllegalOperation", name + " is not permitted in a $changeStream pipeline");
            }
        }
        List<Document> filters =
                pipeline.stream().filter(stage -> !stage.containsKey(SPLIT)).toList();
        stages = Aggregation.fromPipeline(
                PipelineStages.withoutAliases(filters), name -> database, database, null, NoopOplog.get());
    }

    Optional<Document> apply(Document event) {
        Object token = event.get("_id");
        Optional<Document> result = stages.runStagesAsStream(Stream.of(event)).findFirst();
        if (result.isPresent() && !Objects.equals(result.get().get("_id"), token)) {
            throw new ServerError(
                    280,
                    "ChangeStreamFatalError",
                    "Encountered an event whose _id field, which contains the resume token, was modified by the"
                            + " pipeline. Modifying the _id field of an event makes it impossible to resume the stream"
                            + " from that point. Only transformations that retain the unmodified _id field are"
                            + " allowed.",
                    ServerError.NOT_RESUMABLE);
        }
        return result;
    }
}

package io.penstock.embedded.mongodb.stream;

import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.oplog.DocumentSize;
import io.penstock.embedded.mongodb.oplog.ServerRelease;
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
    private static final String SPLIT = "$changeStreamSplitLargeEvent";

    private static final Set<String> ALLOWED = Set.of(
            "$match", "$project", "$addFields", "$set", "$unset", "$replaceRoot", "$replaceWith", "$redact", SPLIT);

    private final Aggregation stages;
    private final boolean splits;

    EventFilter(List<Document> pipeline, StoredDatabase database, ServerRelease release) {
        for (Document stage : pipeline) {
            String name = stage.keySet().iterator().next();
            if (name.equals(SPLIT) && !release.isModern()) {
                throw new ServerError(40324, "Location40324", "Unrecognized pipeline stage name: '" + SPLIT + "'");
            }
            if (name.equals(SPLIT) && pipeline.indexOf(stage) < pipeline.size() - 1) {
                throw new ServerError(7182802, "Location7182802", SPLIT + " must be the last stage in the pipeline");
            }
            if (!ALLOWED.contains(name)) {
                throw new ServerError(20, "IllegalOperation", name + " is not permitted in a $changeStream pipeline");
            }
        }
        List<Document> filters =
                pipeline.stream().filter(stage -> !stage.containsKey(SPLIT)).toList();
        splits = filters.size() < pipeline.size();
        List<Document> known = PipelineStages.withoutAliases(filters);
        PipelineStages.requireKnownExpressions(known);
        stages = PipelineStages.aggregation(known, name -> database, database, null);
    }

    /** The event as it is told, in parts where it is too large and the client wants it so; none if it is not told. */
    List<Document> parts(Document event) {
        Optional<Document> told = apply(event);
        if (told.isEmpty() || !LargeEvent.is(told.get())) {
            return told.stream().toList();
        }
        if (!splits) {
            throw new ServerError(
                    10334,
                    "BSONObjectTooLarge",
                    "Executor error during getMore :: caused by :: BSONObj size: " + DocumentSize.of(told.get())
                            + " is invalid. Size must be between 0 and 16793600(16MB)");
        }
        return LargeEvent.split(told.get());
    }

    /** Whether it is told at all. */
    boolean tells(Document event) {
        return apply(event).isPresent();
    }

    private Optional<Document> apply(Document event) {
        Object token = event.get("_id");
        Optional<Document> result = stages.runStagesAsStream(Stream.of(event)).findFirst();
        if (result.isPresent() && !Objects.equals(result.get().get("_id"), token)) {
            throw new ServerError(
                    280,
                    "ChangeStreamFatalError",
                    "Encountered an event whose _id field, which contains the resume token, was modified by the"
                            + " pipeline. Modifying the _id field of an event makes it impossible to resume the stream"
                            + " from that point. Only transformations that retain the unmodified _id field are"
                            + " allowed.");
        }
        return result;
    }
}

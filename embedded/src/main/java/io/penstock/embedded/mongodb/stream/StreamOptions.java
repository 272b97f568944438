package io.penstock.embedded.mongodb.stream;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.oplog.ResumeToken;
import io.penstock.embedded.mongodb.oplog.ServerRelease;
import io.penstock.embedded.mongodb.protocol.ServerError;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The {@code $changeStream} stage as a client asks for it. It is looked through in a server's order
 * (src/mongo/db/pipeline/document_source_change_stream.cpp).
 *
 * @param token where to go on from
 * @param time when to start, if there is no token
 */
record StreamOptions(
        ImagePolicy fullDocument, ImagePolicy beforeChange, Optional<Document> token, Optional<BsonTimestamp> time) {
    private static final Set<String> KNOWN = Set.of(
            "resumeAfter",
            "startAfter",
            "startAtOperationTime",
            "fullDocument",
            "fullDocumentBeforeChange",
            "allChangesForCluster",
            "showMigrationEvents",
            "allowToRunOnConfigDB");

    /** What servers from 6.0 on have, too, and the stand-in does not. */
    private static final Set<String> NOT_DONE =
            Set.of("showExpandedEvents", "showSystemEvents", "showRawUpdateDescription", "allowToRunOnSystemNS");

    private static final Map<Class<?>, String> TYPES = Map.of(
            Boolean.class, "bool",
            BsonTimestamp.class, "timestamp",
            Document.class, "object",
            String.class, "string");

    /**
     * Reads the stage.
     *
     * @throws ServerError for what cannot be, and what the stand-in does not do
     */
    static StreamOptions parse(Document stage, StreamScope scope, ServerRelease release) {
        refuseUnknown(stage, release);
        Optional<Document> resumeAfter = field(stage, "resumeAfter", Document.class);
        Optional<Document> startAfter = field(stage, "startAfter", Document.class);
        Optional<BsonTimestamp> time = field(stage, "startAtOperationTime", BsonTimestamp.class);
        StreamOptions options = new StreamOptions(
                field(stage, "fullDocument", String.class)
                        .map(ImagePolicy::fullDocument)
                        .orElse(ImagePolicy.DEFAULT),
                field(stage, "fullDocumentBeforeChange", String.class)
                        .map(ImagePolicy::beforeChange)
                        .orElse(ImagePolicy.DEFAULT),
                startAfter.or(() -> resumeAfter),
                time);
        if (resumeAfter.isPresent() && startAfter.isPresent()) {
            throw new ServerError(
                    50865,
                    "Location50865",
                    "Do not specify both 'resumeAfter' and 'startAfter' in a $changeStream stage");
        }
        Optional<ResumeToken> place = options.token.map(ResumeToken::parse);
        if (place.isPresent() && time.isPresent()) {
            throw new ServerError(
                    40674, "Location40674", "Only one type of resume option is allowed, but multiple were found.");
        }
        if (resumeAfter.isPresent() && place.orElseThrow().invalidate()) {
            throw invalidToken(
                    "Attempting to resume a change stream using 'resumeAfter' is not allowed from an invalidate"
                            + " notification.");
        }
        if (place.isPresent()
                && scope instanceof StreamScope.Collection
                && place.get().isOfNoCollection()) {
            throw invalidToken(
                    "Attempted to resume a single-collection stream, but the resume token does not include a UUID.");
        }
        return options;
    }

    private static void refuseUnknown(Document stage, ServerRelease release) {
        Set<String> known = new HashSet<>(KNOWN);
        if (release.isModern()) {
            known.addAll(NOT_DONE);
        }
        stage.forEach((name, value) -> {
            if (!known.contains(name)) {
                throw new ServerError(
                        40415, "Location40415", "BSON field '$changeStream." + name + "' is an unknown field.");
            }
            if (NOT_DONE.contains(name) && field(stage, name, Boolean.class).orElse(false)) {
                throw new ServerError(
                        115,
                        "CommandNotSupported",
                        "the stand-in has no '" + name
                                + "' in $changeStream: leave it out, or try this against a MongoDB server");
            }
        });
    }

    /** A null is as good as nothing. */
    private static <T> Optional<T> field(Document stage, String name, Class<T> type) {
        Object value = stage.get(name);
        if (value != null && !type.isInstance(value)) {
            String found = TYPES.getOrDefault(value.getClass(), Utils.describeType(value));
            throw new ServerError(
                    14,
                    "TypeMismatch",
                    "BSON field '$changeStream." + name + "' is the wrong type '" + found + "', expected type '"
                            + TYPES.get(type) + "'");
        }
        return Optional.ofNullable(value).map(type::cast);
    }

    private static ServerError invalidToken(String message) {
        return new ServerError(260, "InvalidResumeToken", message);
    }
}

package io.penstock.embedded.mongodb.stream;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.oplog.DocumentSize;
import io.penstock.embedded.mongodb.oplog.Oplog;
import io.penstock.embedded.mongodb.oplog.OplogEntry;
import io.penstock.embedded.mongodb.oplog.Position;
import io.penstock.embedded.mongodb.oplog.ResumeToken;
import io.penstock.embedded.mongodb.oplog.ServerRelease;
import io.penstock.embedded.mongodb.protocol.ServerError;
import io.penstock.embedded.mongodb.store.Catalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** One reader of the oplog: where it stands, what it watches, and how it is told. */
public final class ChangeStream {
    private static final String WHILE_READING = "Executor error during getMore :: caused by :: ";
    private static final String AT_START = "PlanExecutor error during aggregation :: caused by :: ";
    private static final long MAX_BATCH_BYTES = 16L << 20;

    /**
     * Events, and where a client can go on after them.
     *
     * @param ended whether the stream ends with these events
     * @param more whether there were more events than asked for
     */
    public record Batch(List<Document> events, Document postBatchResumeToken, boolean ended, boolean more) {}

    private final Oplog oplog;
    private final ServerRelease release;
    private final StreamScope scope;
    private final EventFormat format;
    private final EventFilter filter;
    private final boolean tokenFound;
    private Position position;
    private Document token;
    private Optional<OplogEntry> endAtStart;
    private boolean ended;
    private boolean begun;
    private int partsTold;

    /**
     * Opens a stream.
     *
     * @param options the {@code $changeStream} stage
     * @param pipeline the stages behind it
     * @throws ServerError 286 if the oplog no longer has the place to start from, and others for options that are wrong
     */
    public ChangeStream(
            Oplog oplog,
            Catalog catalog,
            Lookup lookup,
            ServerRelease release,
            StreamScope scope,
            Document options,
            List<Document> pipeline) {
        this.oplog = oplog;
        this.release = release;
        this.scope = scope;
        this.format = new EventFormat(
                lookup,
                release,
                ImagePolicy.fullDocument(options.get("fullDocument")),
                ImagePolicy.beforeChange(options.get("fullDocumentBeforeChange")));
        this.filter = new EventFilter(pipeline, catalog.database("admin"), release);
        Start start = start(options);
        this.token = start.token();
        this.position = start.position();
        if (!oplog.covers(position)) {
            throw ServerError.historyLost(atStart());
        }
        this.partsTold = start.partsTold();
        this.tokenFound = partsTold > 0 || isFound();
        this.endAtStart = endAtStart();
        if (partsTold > 0 && !isSplit()) {
            throw new ServerError(
                    280,
                    "ChangeStreamFatalError",
                    AT_START + "Attempted to resume from a split event fragment, but the event in the"
                            + " resumed stream was not large enough to be split");
        }
    }

    private String atStart() {
        return release.isModern() ? AT_START : "";
    }

    /**
     * Whether the place to go on from is no event's, or that of an event which this stream tells. Else a server looks for the
     * event in vain, and fails when it comes to one behind it
     * (src/mongo/db/pipeline/document_source_change_stream_ensure_resume_token_present.cpp).
     */
    private boolean isFound() {
        boolean event = position.operation() >= 0 && !ResumeToken.parse(token).invalidate();
        return !event
                || position.compareTo(oplog.forgottenThrough()) <= 0
                || oplog.at(position).stream()
                        .filter(scope::sees)
                        .filter(ChangeStream::isTold)
                        .map(format::event)
                        .anyMatch(this::isLookedAt);
    }

    /**
     * The event after which the stream is to go on, if it was the last but the {@code invalidate}: a client may have stopped
     * between the two (src/mongo/db/pipeline/document_source_change_stream_check_invalidate.cpp).
     */
    private Optional<OplogEntry> endAtStart() {
        return ResumeToken.parse(token).invalidate()
                ? Optional.empty()
                : oplog.at(position).filter(scope::endsWith);
    }

    /**
     * A server from 6.0 on filters first, by looked-up documents too, and looks for the token in what is left: all stages of a
     * client go before that of the search, which stands behind the one that adds post-images
     * (src/mongo/db/pipeline/document_source_change_stream.cpp). An older one filters afterwards.
     */
    private boolean isLookedAt(Document event) {
        return !release.isModern() || filter.tells(event);
    }

    private void requireFound(Document event) {
        if (!tokenFound && isLookedAt(event)) {
            throw ServerError.resumeTokenNotFound(begun ? WHILE_READING : atStart(), data(place(event)));
        }
    }

    /** The event is made anew, of the document as it is now. */
    private boolean isSplit() {
        return oplog.after(position).stream()
                .limit(1)
                .anyMatch(entry -> filter.parts(format.event(entry)).size() > 1);
    }

    private record Start(Document token, Position position, int partsTold) {
        static Start at(Document token) {
            ResumeToken place = ResumeToken.parse(token);
            Position position = place.position();
            // An event that was told in part is told on.
            return new Start(
                    token,
                    place.parts() > 0 ? new Position(position.time(), position.operation() - 1) : position,
                    place.parts());
        }
    }

    private Start start(Document options) {
        Document resumeAfter = (Document) options.get("resumeAfter");
        Document startAfter = (Document) options.get("startAfter");
        if (resumeAfter != null) {
            if (ResumeToken.parse(resumeAfter).invalidate()) {
                throw new ServerError(
                        260,
                        "InvalidResumeToken",
                        "Attempting to resume a change stream using 'resumeAfter' is not allowed from an invalidate"
                                + " notification.");
            }
            return Start.at(resumeAfter);
        }
        if (startAfter != null) {
            return Start.at(startAfter);
        }
        long time = options.get("startAtOperationTime") instanceof BsonTimestamp given
                ? given.getValue()
                : oplog.lastTime() + 1;
        return new Start(ResumeToken.highWaterMark(time, release), Position.before(time), 0);
    }

    /**
     * The next events that are there, maybe none.
     *
     * @throws ServerError 286 if the oplog has lost what would come next; 280 if the stream was to go on behind an event
     *     that it does not tell, and there is another one
     */
    public Batch next(int limit) {
        if (!oplog.isUnbroken(position)) {
            throw ServerError.historyLost(WHILE_READING);
        }
        List<Document> events = new ArrayList<>();
        long bytes = 0;
        boolean exhausted = true;
        if (limit > 0) {
            endAtStart.ifPresent(entry -> end(entry, events));
            endAtStart = Optional.empty();
        }
        for (OplogEntry entry : oplog.after(position)) {
            if (ended || events.size() >= limit || bytes > MAX_BATCH_BYTES) {
                exhausted = false;
                break;
            }
            position = entry.position();
            if (!scope.sees(entry)) {
                continue;
            }
            if (isTold(entry)) {
                Document event = format.event(entry);
                requireFound(event);
                bytes += add(event, events);
            }
            if (scope.endsWith(entry)) {
                end(entry, events);
            }
        }
        if (exhausted && !ended && oplog.lastTime() > 0) {
            advance(ResumeToken.highWaterMark(oplog.lastTime(), release));
        }
        begun = true;
        return new Batch(events, token, ended, !exhausted);
    }

    private void end(OplogEntry entry, List<Document> events) {
        Document end = format.invalidate(entry);
        requireFound(end);
        add(end, events);
        // Told or not: the last reply brings its place.
        token = place(end);
        ended = true;
    }

    private static boolean isTold(OplogEntry entry) {
        return switch (entry.change().operationType()) {
            case "create", "modify", "noop" -> false;
            default -> true;
        };
    }

    private long add(Document event, List<Document> events) {
        List<Document> all = filter.parts(event);
        List<Document> parts = all.subList(Math.min(partsTold, all.size()), all.size());
        partsTold = 0;
        for (Document part : parts) {
            events.add(part);
            token = place(part);
        }
        return parts.stream().mapToLong(DocumentSize::of).sum();
    }

    private static Document place(Document event) {
        return Objects.requireNonNull((Document) event.get("_id"));
    }

    private void advance(Document candidate) {
        if (data(candidate).compareTo(data(token)) > 0) {
            token = candidate;
        }
    }

    private static String data(Document token) {
        return String.valueOf(token.get("_data"));
    }
}

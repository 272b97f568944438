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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;

/** One reader of the oplog: where it stands, what it watches, and how it is told. */
public final class ChangeStream {
    private static final String WHILE_READING = "Executor error during getMore :: caused by :: ";
    private static final String AT_START = "PlanExecutor error during aggregation :: caused by :: ";
    /** But for an event that is larger by itself (src/mongo/db/query/find_common.cpp). */
    private static final long MAX_BATCH_BYTES = 16L << 20;

    /**
     * Events, and where a client can go on after them.
     *
     * @param ended whether the stream has ended; not yet, where its last event has filled the batch
     * @param more whether there may be more than had room
     */
    public record Batch(List<Document> events, Document postBatchResumeToken, boolean ended, boolean more) {}

    private final Oplog oplog;
    private final ServerRelease release;
    private final StreamScope scope;
    private final EventFormat format;
    private final EventFilter filter;
    private final boolean tokenFound;
    /** What was read and not told yet: parts of an event, and the {@code invalidate} that follows one. */
    private final Queue<Document> pending = new ArrayDeque<>();

    private Position position;
    private Document token;
    private Optional<OplogEntry> endAtStart;
    /** The place of the {@code invalidate} that was read. */
    private Optional<Document> end = Optional.empty();

    private boolean begun;
    private int partsTold;

    /**
     * Opens a stream.
     *
     * @param stage the {@code $changeStream} stage's options
     * @param pipeline the stages behind it
     * @throws ServerError 286 if the oplog no longer has the place to start from, and others for options that are wrong
     */
    public ChangeStream(
            Oplog oplog,
            Catalog catalog,
            Lookup lookup,
            ServerRelease release,
            StreamScope scope,
            Document stage,
            List<Document> pipeline) {
        this.oplog = oplog;
        this.release = release;
        this.scope = scope;
        StreamOptions options = StreamOptions.parse(stage, scope, release);
        this.format = new EventFormat(lookup, release, options.fullDocument(), options.beforeChange());
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

    private Start start(StreamOptions options) {
        return options.token().map(Start::at).orElseGet(() -> {
            long time = options.time().map(BsonTimestamp::getValue).orElse(oplog.lastTime() + 1);
            return new Start(ResumeToken.highWaterMark(time, release), Position.before(time), 0);
        });
    }

    /**
     * The next events that are there, maybe none. What has no room is the first of the next batch; but one alone has room,
     * however large it is.
     *
     * @throws ServerError 286 if the oplog has lost what would come next; 280 if the stream was to go on behind an event
     *     that it does not tell, and there is another one
     */
    public Batch next(int limit) {
        if (!oplog.isUnbroken(position)) {
            throw ServerError.historyLost(WHILE_READING);
        }
        Iterator<OplogEntry> rest = oplog.after(position).iterator();
        List<Document> events = new ArrayList<>();
        long room = MAX_BATCH_BYTES;
        boolean more = true;
        while (more && events.size() < limit) {
            Document event = pending.peek();
            if (event == null) {
                more = read(rest);
                continue;
            }
            room -= DocumentSize.of(event);
            if (room < 0 && !events.isEmpty()) {
                break;
            }
            events.add(pending.remove());
            token = place(event);
        }
        if (!more && end.isPresent()) {
            // Told or not: the last reply brings its place.
            token = end.get();
        } else if (!more && oplog.lastTime() > 0) {
            advance(ResumeToken.highWaterMark(oplog.lastTime(), release));
        }
        begun = true;
        return new Batch(events, token, !more && end.isPresent(), more);
    }

    /** Takes what the next entry is told as, if there is one and the stream goes on to it. */
    private boolean read(Iterator<OplogEntry> rest) {
        if (endAtStart.isPresent()) {
            end(endAtStart.get());
            endAtStart = Optional.empty();
            return true;
        }
        if (end.isPresent() || !rest.hasNext()) {
            return false;
        }
        OplogEntry entry = rest.next();
        position = entry.position();
        if (scope.sees(entry)) {
            if (isTold(entry)) {
                tell(format.event(entry));
            }
            if (scope.endsWith(entry)) {
                end(entry);
            }
        }
        return true;
    }

    private void tell(Document event) {
        requireFound(event);
        List<Document> parts = filter.parts(event);
        pending.addAll(parts.subList(Math.min(partsTold, parts.size()), parts.size()));
        partsTold = 0;
    }

    private void end(OplogEntry entry) {
        Document invalidate = format.invalidate(entry);
        tell(invalidate);
        end = Optional.of(place(invalidate));
    }

    private static boolean isTold(OplogEntry entry) {
        return switch (entry.change().operationType()) {
            case "create", "modify", "noop" -> false;
            default -> true;
        };
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

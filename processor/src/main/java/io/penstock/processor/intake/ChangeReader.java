package io.penstock.processor.intake;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.api.Operation;
import io.penstock.processor.document.PlainJson;
import io.penstock.processor.task.ChangeEvent;
import io.penstock.processor.task.Contents;
import io.penstock.processor.task.Origin;
import io.penstock.processor.task.OriginalRecord;
import io.penstock.processor.task.Position;
import io.penstock.processor.task.Raw;
import io.penstock.records.DeadLetterReason;
import io.penstock.records.HeaderNames;
import io.penstock.records.PositionHeader;
import io.penstock.records.PositionHeader.Said;
import io.penstock.records.ResumeToken;
import io.penstock.settings.SourceSettings.DocumentMode;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes change events of the records that Debezium writes. Threads may share one. */
final class ChangeReader {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeReader.class);

    /** What a record's key says of a document whose id is null, or that has none. */
    private static final String NO_ID = "null";

    private static final JsonPointer ID = JsonPointer.compile("/_id");

    private final EnvelopeReader envelopes = new EnvelopeReader();
    private final DocumentMode document;
    private final AtomicBoolean positionMissed = new AtomicBoolean();

    /**
     * @param document how updates get their document
     */
    ChangeReader(DocumentMode document) {
        this.document = document;
    }

    /** Whether the change is an update whose document was gone when it was looked up; its delete follows. */
    boolean isSuperseded(ChangeEvent change) {
        return document == DocumentMode.LOOKUP && isBlindUpdate(change);
    }

    /** Whether the change is an update whose state was not kept, or no longer: that says nothing of the document's life. */
    boolean lacksImage(ChangeEvent change) {
        return document == DocumentMode.POST_IMAGE && isBlindUpdate(change);
    }

    private static boolean isBlindUpdate(ChangeEvent change) {
        return change.operation() == Operation.UPDATE
                && change.contents().after().isEmpty();
    }

    /**
     * Makes a change event of a record.
     *
     * @param value the record's value, which is there: a tombstone is no change
     * @throws UnreadablePositionException if a later version has written its position
     */
    ChangeEvent read(OriginalRecord original, Raw value) throws MalformedRecordException {
        Envelope envelope = envelopes.read(value);
        Operation operation = envelope.operation();
        Contents contents = envelope.contents();
        boolean needsDocument = operation == Operation.CREATE || operation == Operation.READ;
        if (needsDocument && contents.after().isEmpty()) {
            throw new MalformedRecordException(
                    DeadLetterReason.NO_DOCUMENT,
                    "The envelope's operation is '%s', and yet it has no document in 'after'."
                            .formatted(operation.code()));
        }
        String documentId = envelopes.documentId(original.key());
        if (operation == Operation.READ && documentId.equals(NO_ID)) {
            refuseWithoutId(contents);
        }
        return new ChangeEvent(
                envelope.source().collection(),
                documentId,
                operation,
                position(original, envelope),
                envelope.source().changedAt(),
                contents,
                original.origin());
    }

    /**
     * Views may leave the id out, and time series need none. Debezium gives all such documents one key, and their reads in a first
     * snapshot have one position: they would be one document, told again and again.
     */
    private static void refuseWithoutId(Contents contents) throws MalformedRecordException {
        if (contents.after()
                .map(after -> PlainJson.at(after.bytes(), ID))
                .filter(JsonNode::isMissingNode)
                .isPresent()) {
            throw new MalformedRecordException(DeadLetterReason.ID_MISSING, "The document that was read has no _id.");
        }
    }

    private Position position(OriginalRecord original, Envelope envelope) throws MalformedRecordException {
        int phase =
                switch (envelope.operation()) {
                    case READ -> Position.READ;
                    case DELETE -> Position.DELETE;
                    case CREATE, UPDATE -> Position.WRITE;
                };
        long clock = clock(envelope.source());
        Optional<String> token = token(original);
        if (token.isPresent()) {
            return ResumeToken.parse(token.get())
                    .map(exact -> Position.ofToken(exact, phase))
                    .orElseGet(() -> Position.ofForeignToken(clock, phase, token.get()));
        }
        if (!positionMissed.getAndSet(true)) {
            LOG.warn(
                    "Records of topic {} come without the header {}: order falls back on 'source.ts_ms' and"
                            + " 'source.ord', by which two changes of one document in one transaction cannot be told apart for"
                            + " certain. Since MongoDB 6 that is the time of the primary's clock: where the next primary's is"
                            + " behind, a newer change can be dropped as stale after an election."
                            + " Add the transform io.penstock.connectors.position.PositionTransform to the connector.",
                    original.origin().topic(),
                    HeaderNames.POSITION);
        }
        return Position.ofClock(clock, phase, hash(envelope));
    }

    private static Optional<String> token(OriginalRecord original) throws MalformedRecordException {
        // For every record there is: a loop.
        for (OriginalRecord.Header header : original.headers()) {
            if (header.name().equals(HeaderNames.POSITION)) {
                return token(
                        original.origin(), PositionHeader.read(header.value().bytes()));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> token(Origin origin, Said said) throws MalformedRecordException {
        if (said instanceof Said.Later later) {
            throw new UnreadablePositionException(origin, later.why());
        }
        if (said instanceof Said.Malformed malformed) {
            throw new MalformedRecordException(
                    DeadLetterReason.NOT_AN_ENVELOPE,
                    "The header %s cannot be read: %s.".formatted(HeaderNames.POSITION, malformed.why()));
        }
        return said instanceof Said.Token token ? Optional.of(token.data()) : Optional.empty();
    }

    private static long clock(Envelope.Source source) {
        long seconds = source.changedAt() / 1000;
        return (seconds << Integer.SIZE) | Math.max(0, source.ordinal());
    }

    /** Of what a change says, the update's description tells it best from others; else the document. */
    private static String hash(Envelope envelope) {
        Contents contents = envelope.contents();
        Raw what = contents.updateDescription().or(contents::after).orElse(Raw.of(""));
        return HexFormat.of().toHexDigits(ContentDigest.of(what).high());
    }
}

package io.penstock.processor.intake;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.penstock.api.MalformedDocumentException;
import io.penstock.processor.document.DocumentId;
import io.penstock.processor.intake.directory.Placement;
import io.penstock.processor.task.ChangeEvent;
import io.penstock.processor.task.ContentHash;
import io.penstock.processor.task.DocumentVersion;
import io.penstock.processor.task.FieldVersion;
import io.penstock.processor.task.Raw;
import io.penstock.records.DeadLetterReason;
import io.penstock.settings.JobSettings;
import io.penstock.settings.JobSettings.Content;
import java.math.BigDecimal;
import java.util.Optional;

/** How a job makes a task's id, shard key, version and content hash of a document. Threads may share one. */
final class TaskRule {
    /** Digits of the greatest int64. Beyond, no two types tell of the same number by chance. */
    private static final int LONGEST_NUMBER = 19;

    /** Characters: the ledger keeps a document's version, and under at-least-once those of its last records. */
    private static final int LONGEST_VERSION = 1_000;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JobSettings.Identity identity;
    private final Content content;

    TaskRule(JobSettings.Identity identity, Content content) {
        this.identity = identity;
        this.content = content;
    }

    /** Whether a document's tasks may stand elsewhere than under the document's own id. */
    boolean needsDirectory() {
        return identity.taskId().isPresent() || identity.shardKey().isPresent();
    }

    /** Whether a document's tasks have its own id, so that all that happens in one of its lives is in one row of one ledger. */
    boolean keepsDocumentId() {
        return identity.taskId().isEmpty();
    }

    /** Whether documents have a version of their own, which counts within one life. */
    boolean countsVersions() {
        return identity.version().isPresent();
    }

    /** Where the task of a change stands that carries no document the job could look into. */
    Placement underDocumentId(String documentId) {
        String text = DocumentId.text(documentId);
        return new Placement(text, text);
    }

    /** The same; empty where the document's id is malformed. Of such a document there are no tasks. */
    Optional<Placement> underDocumentIdIfAny(String documentId) {
        try {
            return Optional.of(underDocumentId(documentId));
        } catch (MalformedDocumentException malformed) {
            return Optional.empty();
        }
    }

    Placement placement(ParsedChange change) throws MalformedRecordException {
        String documentId = change.change().documentId();
        return needsDirectory()
                ? new Placement(
                        idText("task-id", identity.taskId(), documentId, change),
                        idText("shard-key", identity.shardKey(), documentId, change))
                : underDocumentId(documentId);
    }

    /** Where the tasks of a change belong; empty where nothing says so. */
    Optional<Placement> placementIfAny(ParsedChange change) {
        try {
            return change.hasDocument() ? Optional.of(placement(change)) : Optional.empty();
        } catch (MalformedRecordException unplaced) {
            return Optional.empty();
        }
    }

    DocumentVersion version(ParsedChange parsed) throws MalformedRecordException {
        ChangeEvent change = parsed.change();
        return new DocumentVersion(
                change.documentId(),
                change.operation(),
                change.position(),
                change.changedAt(),
                field(parsed),
                content(parsed));
    }

    private Optional<FieldVersion> field(ParsedChange parsed) throws MalformedRecordException {
        Optional<JsonPointer> pointer = identity.version();
        if (pointer.isEmpty() || parsed.change().contents().after().isEmpty()) {
            return Optional.empty();
        }
        JsonNode node = parsed.at(pointer.get());
        String text = scalar("version", pointer.get(), node);
        if (text.length() > LONGEST_VERSION) {
            throw new MalformedRecordException(
                    DeadLetterReason.POINTER_NOT_SCALAR,
                    "The job's version is %s, and the document has a text of %,d characters there, of %,d at most."
                            .formatted(pointer.get(), text.length(), LONGEST_VERSION));
        }
        return Optional.of(node.isNumber() ? FieldVersion.ofNumber(text) : FieldVersion.ofText(text));
    }

    private Optional<ContentHash> content(ParsedChange change) {
        Optional<Raw> after = change.change().contents().after();
        if (after.isEmpty()) {
            return Optional.empty();
        }
        return content instanceof Content.Parts parts
                ? change.document().map(document -> hash(parts, document))
                : after.map(ContentDigest::of);
    }

    private static String idText(String what, Optional<JsonPointer> pointer, String documentId, ParsedChange change)
            throws MalformedRecordException {
        if (pointer.isEmpty()) {
            return DocumentId.text(documentId);
        }
        if (!change.hasDocument()) {
            throw new MalformedRecordException(
                    DeadLetterReason.NO_DOCUMENT,
                    "The job's %s points into the document, and the change carries none.".formatted(what));
        }
        JsonNode node = change.at(pointer.get());
        String text = scalar(what, pointer.get(), node);
        return node.isNumber() && Double.isFinite(node.doubleValue()) ? number(node.decimalValue(), text) : text;
    }

    /** Drivers differ in the type that they give a whole number, and one in 17 and 17.0 means the same customer. */
    private static String number(BigDecimal value, String text) {
        boolean whole = value.stripTrailingZeros().scale() <= 0 && value.precision() - value.scale() <= LONGEST_NUMBER;
        return whole ? value.toBigInteger().toString() : text;
    }

    private static String scalar(String what, JsonPointer pointer, JsonNode node) throws MalformedRecordException {
        if (node.isMissingNode()) {
            throw new MalformedRecordException(
                    DeadLetterReason.POINTER_MISSING,
                    "The job's %s is %s, and the document has nothing there.".formatted(what, pointer));
        }
        if (!node.isValueNode() || node.isNull()) {
            throw new MalformedRecordException(
                    DeadLetterReason.POINTER_NOT_SCALAR,
                    "The job's %s is %s, and the document has %s there, where text, a number, a date or an id is needed."
                            .formatted(what, pointer, kind(node)));
        }
        return node.asText();
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            default -> "null";
        };
    }

    private static ContentHash hash(Content.Parts parts, JsonNode document) {
        ArrayNode looked = JsonNodeFactory.instance.arrayNode();
        for (JsonPointer pointer : parts.pointers()) {
            JsonNode node = document.at(pointer);
            // An absent field and a field that is null are different contents.
            looked.add(
                    node.isMissingNode()
                            ? looked.arrayNode()
                            : looked.arrayNode().add(node));
        }
        try {
            return ContentDigest.of(Raw.of(JSON.writeValueAsBytes(looked)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree that was read can be written", e);
        }
    }
}

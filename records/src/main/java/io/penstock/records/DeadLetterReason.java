package io.penstock.records;

import java.util.Optional;

/** Why a task, or a record that could not become one, was given up. */
public enum DeadLetterReason {
    /** The record's value is not JSON. */
    NOT_JSON(
            FailureKind.INVALID,
            Severity.ERROR,
            "Find out who writes to this topic besides Debezium; its records must be JSON."),
    /** The record's value is JSON, but not Debezium's envelope. */
    NOT_AN_ENVELOPE(
            FailureKind.INVALID,
            Severity.ERROR,
            "Let Debezium write whole envelopes: no ExtractNewDocumentState or similar transform before Penstock."),
    /** The envelope has no document where its operation calls for one. */
    NO_DOCUMENT(
            FailureKind.INVALID,
            Severity.ERROR,
            "If it is an update with post-images, switch changeStreamPreAndPostImages on for the collection (collMod), let"
                    + " the server's expireAfterSeconds outlast every pause of the engine, and read what is there with"
                    + " 'penstock snapshot'; if not, check the connector's capture.mode, for inserts, reads and replacements"
                    + " carry a document."),
    /** The record has no key with the document's id, or the document has none. */
    ID_MISSING(
            FailureKind.INVALID,
            Severity.ERROR,
            "Let the connector write the document's id as the record's key, as it does by default, and let the job watch a"
                    + " collection whose documents have an _id: a view may leave it out, and a time series needs none."),
    /** The document is not JSON, or not an object. */
    DOCUMENT_MALFORMED(
            FailureKind.INVALID,
            Severity.ERROR,
            "Read the document in MongoDB; the error message names the place that failed."),
    /** A pointer of the job points at nothing. */
    POINTER_MISSING(
            FailureKind.INVALID,
            Severity.ERROR,
            "Add the field to the document, or exclude such documents with the job's 'when'."),
    /** A pointer of the job points at an object, an array or null where a scalar is needed. */
    POINTER_NOT_SCALAR(
            FailureKind.INVALID,
            Severity.ERROR,
            "Let the job's pointer name a field that holds text, a number, a date or an id."),
    /** The job's condition failed on this document. */
    CONDITION_FAILED(
            FailureKind.INVALID,
            Severity.ERROR,
            "Mend the job's 'when' for documents like this one; the error message says where."),
    /** The document is larger than the topics take. */
    DOCUMENT_TOO_LARGE(
            FailureKind.INVALID,
            Severity.ERROR,
            "Raise topics.max-record-bytes, or keep large parts out of the collection."),
    /** The change is larger than its topic takes; the engine cut it. */
    CHANGE_TOO_LARGE(
            FailureKind.INVALID,
            Severity.ERROR,
            "Raise topics.max-record-bytes, or exclude large fields with field.exclude.list."),
    /** The handler said that the task can never succeed. */
    REJECTED(
            FailureKind.INVALID,
            Severity.ERROR,
            "Read the error message: the handler says what is wrong with the task."),
    /** The handler failed at every attempt. */
    HANDLER_FAILED(
            FailureKind.BUG,
            Severity.ERROR,
            "Mend the handler, or what it calls; the error message says what it threw."),
    /** The handler, or the endpoint, asked for retries until none was left. */
    ATTEMPTS_EXHAUSTED(
            FailureKind.TRANSIENT, Severity.ERROR, "Mend what the handler waits for, or raise the job's max-attempts."),
    /** What the handler calls had too much to do, at the last attempt too. */
    OVERLOADED(
            FailureKind.OVERLOADED,
            Severity.ERROR,
            "Give what the handler calls more room, or the job more time: a lower concurrency, more max-attempts, longer"
                    + " pauses."),
    /** The last attempt ran beyond its time limit. */
    TIMED_OUT(
            FailureKind.TIMEOUT,
            Severity.ERROR,
            "Find out what the handler waits for; raise the job's time-limit, or let the handler ask for more time."),
    /** The database did not do what the handler asked of it, at every attempt. */
    DATABASE_FAILED(
            FailureKind.TRANSIENT,
            Severity.ERROR,
            "See to MongoDB (the error message says what it was asked and what it answered), then retry the task."),
    /** The database can never do what the handler asked of it. */
    DATABASE_REFUSED(
            FailureKind.INVALID,
            Severity.ERROR,
            "Mend what the handler writes, or where: the error message has MongoDB's or Penstock's reason."),
    /** The task was open for longer than its job allows, or its handler ran for longer in all, or cost the database more. */
    RETIRED(
            FailureKind.OVERLOADED,
            Severity.ERROR,
            "Raise the job's max-age, max-handler-time or budget, whichever the error message names, if the work is still"
                    + " wanted, and retry it."),
    /** The process ended while this task ran: among others, among a few, and alone. */
    PROCESS_ENDED(
            FailureKind.BUG,
            Severity.CRITICAL,
            "Look for what ended the process (exit, halt, no memory, a crash of native code) while this task ran."),
    /** Where the document should say when, it does not. */
    NOT_A_TIME(
            FailureKind.INVALID,
            Severity.ERROR,
            "Let the job's not-before name a field with a date, or with a duration such as PT12H."),
    /** What the handler returned cannot be written as JSON. */
    RESULT_NOT_SERIALIZABLE(FailureKind.BUG, Severity.ERROR, "Let the handler return values that Jackson can write."),
    /** The result is larger than the topic takes. */
    RESULT_TOO_LARGE(FailureKind.BUG, Severity.ERROR, "Let the handler return less, or raise topics.max-record-bytes."),
    /** The job of the task is not in the configuration any more. */
    JOB_UNKNOWN(
            FailureKind.INVALID,
            Severity.WARNING,
            "Put the job back into the configuration and retry the task, or discard it."),
    /** A change without its document, which the job has never seen, so that its task id cannot be known. */
    DOCUMENT_UNKNOWN(
            FailureKind.INVALID,
            Severity.WARNING,
            "Give the job its past by a snapshot, or keep pre-images of the collection, so that deletes, and updates"
                    + " without their document, can be placed."),
    /** A record on the topic of commands is none, and does not say who is to be answered. */
    NOT_A_COMMAND(
            FailureKind.INVALID,
            Severity.WARNING,
            "Find out who writes to the topic of commands: 'penstock release', 'retry', 'cancel' and so on write it"
                    + " right."),
    /** Something in Penstock failed on this record. */
    INTERNAL(FailureKind.BUG, Severity.CRITICAL, "This is a defect of Penstock: report it with the error message.");

    private final FailureKind kind;
    private final Severity severity;
    private final String remedy;

    DeadLetterReason(FailureKind kind, Severity severity, String remedy) {
        this.kind = kind;
        this.severity = severity;
        this.remedy = remedy;
    }

    /** As it is written into headers: {@code not-json}. */
    public String text() {
        return EnumText.of(this);
    }

    /** How much it matters, unless the job says otherwise. */
    public Severity severity() {
        return severity;
    }

    /** What kind of thing went wrong. */
    public FailureKind kind() {
        return kind;
    }

    /** One sentence that a person can act on. */
    public String remedy() {
        return remedy;
    }

    /** The reason with this text; empty if there is none. */
    public static Optional<DeadLetterReason> of(String text) {
        return EnumText.parse(DeadLetterReason.class, text);
    }
}

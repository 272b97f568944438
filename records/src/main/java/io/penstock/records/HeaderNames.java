package io.penstock.records;

/** The names of the headers that Penstock writes. Values are UTF-8 text. */
public final class HeaderNames {
    /** Common start of all of them. */
    public static final String PREFIX = "penstock.";

    /** Format number of the record, its headers included. */
    public static final String FORMAT = PREFIX + "format";
    /** Position of a change in the database's history, see {@link PositionHeader}. */
    public static final String POSITION = PREFIX + "position";

    public static final String JOB = PREFIX + "job";
    public static final String COLLECTION = PREFIX + "collection";
    public static final String TASK_ID = PREFIX + "task-id";
    /** The document's id as JSON, as in Debezium's key. */
    public static final String DOCUMENT_ID = PREFIX + "document-id";

    public static final String VERSION = PREFIX + "version";
    public static final String SHARD_KEY = PREFIX + "shard-key";
    public static final String OPERATION = PREFIX + "operation";
    /** Attempts made so far, in all rounds. */
    public static final String ATTEMPTS = PREFIX + "attempts";
    /** Rounds of attempts: 1, and one more each time that an operator has the task retried. */
    public static final String ROUND = PREFIX + "round";
    /** {@code compensate}: the task undoes the work of an earlier one; without the header it is an ordinary one. */
    public static final String PURPOSE = PREFIX + "purpose";
    /**
     * What the round's attempts cost the database, where they used it: {@code operations=0.250, documents-read=1, …}.
     */
    public static final String DATABASE_COST = PREFIX + "database-cost";

    /** {@code true}: the result was written before, and is written again on request. */
    public static final String REPLAY = PREFIX + "replay";
    /** When the change happened, as the source says: ISO-8601. */
    public static final String CHANGED_AT = PREFIX + "changed-at";

    /** Kind of a task event, see {@link TaskEventKind}. */
    public static final String EVENT = PREFIX + "event";

    /** Reason of a dead letter, see {@link DeadLetterReason}. */
    public static final String REASON = PREFIX + "reason";

    public static final String SEVERITY = PREFIX + "severity";
    /** What kind of thing went wrong, see {@link FailureKind}. */
    public static final String KIND = PREFIX + "kind";
    /** One sentence that a person can act on. */
    public static final String REMEDY = PREFIX + "remedy";

    public static final String ERROR_CLASS = PREFIX + "error-class";
    public static final String ERROR_MESSAGE = PREFIX + "error-message";
    /** Where in its code a handler threw: the innermost frames, causes included, in the form of Java's stack traces. */
    public static final String ERROR_STACK = PREFIX + "error-stack";

    public static final String SOURCE_TOPIC = PREFIX + "source-topic";
    public static final String SOURCE_PARTITION = PREFIX + "source-partition";
    public static final String SOURCE_OFFSET = PREFIX + "source-offset";
    /** When Penstock saw the change first: ISO-8601. */
    public static final String FIRST_SEEN = PREFIX + "first-seen";
    /** Size of the original in bytes, where the value was cut. */
    public static final String ORIGINAL_SIZE = PREFIX + "original-size";

    /** Of a notification: how many documents the incremental snapshot has brought to Kafka so far. */
    public static final String DOCUMENTS = PREFIX + "documents";

    private HeaderNames() {}
}

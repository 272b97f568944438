package io.penstock.settings;

/**
 * How changes are read from MongoDB.
 *
 * @param prefix first part of the names of the topics with changes: {@code <prefix>.<db>.<collection>}
 * @param document how an update gets its document
 * @param onHistoryLost what to do when the oplog no longer holds the point to go on from
 */
public record SourceSettings(String prefix, DocumentMode document, OnHistoryLost onHistoryLost) {
    /** How an update gets its document. */
    public enum DocumentMode {
        /** The server looks the document up when the change is read: one read per update, the newest state. */
        LOOKUP,
        /** The state after that very change; MongoDB 6 and later, a collection option, costs the server storage. */
        POST_IMAGE,
        /** Only what changed: no read at all, and no document. */
        DELTA
    }

    /** What to do when the oplog no longer holds the point to go on from. */
    public enum OnHistoryLost {
        /** End with an error that says so. */
        FAIL,
        /** Read all watched collections anew. */
        RESNAPSHOT
    }
}

package io.penstock.api;

/**
 * What work cost the database. Requests are shared by those whose look-ups and writes they carry, and so are their
 * operations and their time: the costs of all attempts add up to what the database has really done.
 *
 * @param operations requests; an attempt has a share of each
 * @param documentsRead documents that were looked for in the database, found or not; those from the cache cost nothing
 * @param documentsWritten documents that were written or deleted
 * @param bytesRead size of the documents that were found, as JSON
 * @param bytesWritten size of what was sent, as BSON
 * @param nanos time from request to reply, in nanoseconds
 */
public record DatabaseCost(
        double operations, long documentsRead, long documentsWritten, long bytesRead, long bytesWritten, long nanos) {
    /** Nothing. */
    public static final DatabaseCost NONE = new DatabaseCost(0, 0, 0, 0, 0, 0);

    /** Both together. */
    public DatabaseCost plus(DatabaseCost other) {
        return new DatabaseCost(
                operations + other.operations,
                documentsRead + other.documentsRead,
                documentsWritten + other.documentsWritten,
                bytesRead + other.bytesRead,
                bytesWritten + other.bytesWritten,
                nanos + other.nanos);
    }
}

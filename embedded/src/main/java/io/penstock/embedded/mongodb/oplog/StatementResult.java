package io.penstock.embedded.mongodb.oplog;

import de.bwaldvogel.mongo.bson.Document;

/**
 * What one statement of a retryable write came to. Who sends it again is answered with this.
 *
 * @param lsid the client's session
 * @param number the number of the write in its session
 * @param statement the number of the statement in the write
 */
public record StatementResult(Document lsid, long number, int statement, Document result) {}

package io.penstock.embedded.mongodb.wire;

import de.bwaldvogel.mongo.bson.Document;

/**
 * A command on the wire.
 *
 * @param requestId what the reply is to name
 * @param legacy whether it came as OP_QUERY, as the first word of a connection may, and wants OP_REPLY
 * @param exhaust whether the client takes more than one reply
 * @param unacknowledged whether it wants none
 */
record Message(
        int requestId, String database, Document body, boolean legacy, boolean exhaust, boolean unacknowledged) {}

package io.penstock.embedded.mongodb.command;

import de.bwaldvogel.mongo.bson.Document;

/**
 * A command as it came.
 *
 * @param database the database that it is for
 * @param name its name, which is the first field of the body
 * @param connection the number of the connection
 * @param peer the client's address
 */
public record Request(String database, String name, Document body, int connection, String peer) {

    /** Makes a request of a body. */
    public static Request of(String database, Document body, int connection, String peer) {
        return new Request(database, body.keySet().iterator().next(), body, connection, peer);
    }

    /** Whether it is part of a transaction, or its end. */
    boolean inTransaction() {
        return body.containsKey("txnNumber") && Boolean.FALSE.equals(body.get("autocommit"));
    }

    /** Whether it is the last command of a transaction. */
    boolean endsTransaction() {
        return name.equals("commitTransaction") || name.equals("abortTransaction");
    }
}

package io.penstock.embedded.mongodb.command;

import de.bwaldvogel.mongo.bson.Document;

/** Does what a command asks for. It holds the member's lock, and may wait for changes, which lets others in. */
interface Command {

    /** The reply, without {@code ok} and the times that each reply has. */
    Document run(Invocation invocation);
}

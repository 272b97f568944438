package io.penstock.embedded.mongodb.protocol;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.Set;

/** An error as a MongoDB server reports it: a number, its name, a message. */
public final class ServerError extends MongoServerError {
    private static final long serialVersionUID = 1L;

    private static final Set<Integer> ENDS_OF_COMMANDS = Set.of(50, 112, 217, 225, 11600, 11602);

    private final Document details;

    /** An error with this name. */
    public ServerError(int code, String codeName, String message) {
        this(code, codeName, message, new Document());
    }

    private ServerError(int code, String codeName, String message, Document details) {
        super(code, codeName, message);
        this.details = details;
    }

    /** An error with the name that goes with its number. */
    public static ServerError numbered(int code, String message) {
        return new ServerError(code, ErrorCodes.name(code), message);
    }

    /** The fields that stand beside the message of this error alone, none as a rule. */
    public static Document details(MongoServerError error) {
        return error instanceof ServerError known ? known.details : new Document();
    }

    /** 9: something in the command has the wrong form. */
    public static ServerError failedToParse(String message) {
        return new ServerError(9, "FailedToParse", message);
    }

    /** 40414: something that must be in the command is not there. */
    public static ServerError missingField(String field) {
        return new ServerError(40414, "Location40414", "BSON field '" + field + "' is missing but a required field");
    }

    /** 2: a value cannot be. */
    public static ServerError badValue(String message) {
        return new ServerError(2, "BadValue", message);
    }

    /** 11000: a unique index on these fields has these values already. */
    public static ServerError duplicateKey(String message, Document pattern, Document value) {
        return new ServerError(
                11000, "DuplicateKey", message, new Document("keyPattern", pattern).append("keyValue", value));
    }

    /** 13: the user has no role that allows it. */
    public static ServerError unauthorized(String command) {
        return new ServerError(13, "Unauthorized", "not authorized to execute command " + command);
    }

    /** 237: somebody killed the cursor while it was read from. No driver opens a change stream again on it. */
    public static ServerError cursorKilled() {
        return new ServerError(237, "CursorKilled", "operation was interrupted");
    }

    /** 43: a cursor that is not there (any more). Drivers open a change stream again on it. */
    public static ServerError cursorNotFound(long id) {
        return new ServerError(43, "CursorNotFound", "cursor id " + id + " not found");
    }

    /** 286: the place to go on from has left the oplog. */
    public static ServerError historyLost(String prefix) {
        return new ServerError(
                286,
                "ChangeStreamHistoryLost",
                prefix
                        + "Resume of change stream was not possible, as the resume point may no longer be in the oplog.");
    }

    /** 280: the stream was to go on behind an event that it does not tell, and has come to one behind that. */
    public static ServerError resumeTokenNotFound(String prefix, Object next) {
        return new ServerError(
                280,
                "ChangeStreamFatalError",
                prefix + "cannot resume stream; the resume token was not found. {_data: \"" + next + "\"}");
    }

    /** 112: somebody else has a document in a transaction that is still open. */
    public static ServerError writeConflict() {
        return new ServerError(
                112,
                "WriteConflict",
                "WriteConflict error: this operation conflicted with another operation."
                        + " Please retry your operation or multi-document transaction.");
    }

    /** Whether somebody else has a document in a transaction that is still open. */
    public static boolean isWriteConflict(MongoServerError error) {
        return error.getCode() == 112;
    }

    /** Whether it ends the whole command, and is not told of the one statement that met it. */
    public static boolean endsCommand(MongoServerError error) {
        return ENDS_OF_COMMANDS.contains(error.getCode());
    }

    /** 50: the command has taken as long as it may. */
    public static ServerError timeExpired() {
        return new ServerError(50, "MaxTimeMSExpired", "operation exceeded time limit");
    }

    /** 11600: the server ends. */
    public static ServerError interruptedAtShutdown() {
        return new ServerError(11600, "InterruptedAtShutdown", "interrupted at shutdown");
    }

    /** 251: the transaction is unknown, or was aborted. */
    public static ServerError noSuchTransaction(String why) {
        return new ServerError(251, "NoSuchTransaction", why);
    }

    /** 10107: this member is no primary at the moment. */
    public static ServerError notWritablePrimary() {
        return new ServerError(10107, "NotWritablePrimary", "not primary");
    }

    /** 13435: this member is no primary at the moment, and the reader wants one. */
    public static ServerError notPrimaryNoSecondaryOk() {
        return new ServerError(13435, "NotPrimaryNoSecondaryOk", "not primary and secondaryOk=false");
    }

    /** 11602: an election interrupted the operation. */
    public static ServerError interruptedByElection() {
        return new ServerError(
                11602,
                "InterruptedDueToReplStateChange",
                "operation was interrupted by a change of the replica set's state");
    }
}

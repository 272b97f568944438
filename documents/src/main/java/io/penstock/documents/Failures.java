package io.penstock.documents;

import com.mongodb.MongoException;
import io.penstock.api.DatabaseException;
import java.util.Set;

/** What a failure of the database means for the attempt that suffers it. */
final class Failures {
    /**
     * Codes that blame what was asked for: the same would fail again. From MongoDB's list of error codes
     * (src/mongo/base/error_codes.yml).
     */
    private static final Set<Integer> BLAMES_THE_REQUEST = Set.of(
            2, // BadValue
            9, // FailedToParse
            14, // TypeMismatch
            15, // Overflow: the document has too many levels
            28, // PathNotViable
            40, // ConflictingUpdateOperators
            52, // DollarPrefixedFieldName
            53, // InvalidIdField
            54, // NotSingleValueField
            55, // InvalidDBRef
            56, // EmptyFieldName
            57, // DottedFieldName
            61, // ShardKeyNotFound
            66, // ImmutableField
            73, // InvalidNamespace
            121, // DocumentValidationFailure
            166, // CommandNotSupportedOnView
            10334, // BSONObjectTooLarge
            11000, // DuplicateKey
            17280, // KeyTooLong
            17419, // The document would be too large
            17420); // The document would be too large

    private static final int DUPLICATE_KEY = 11000;
    private static final String INDEX = " index: ";
    private static final String VALUES = " dup key: ";
    private static final String OF_ID = "_id_";

    private Failures() {}

    /** What came of a request as a whole. */
    static DatabaseException of(String doing, Throwable thrown) {
        if (thrown instanceof DatabaseException told) {
            return told;
        }
        String message = thrown.getMessage() == null ? thrown.getClass().getName() : thrown.getMessage();
        if (thrown instanceof MongoException mongo) {
            return new DatabaseException(doing + " failed: " + message, mayPass(mongo.getCode(), message), thrown);
        }
        return new DatabaseException(
                doing + " failed: " + message, !(thrown instanceof IllegalArgumentException), thrown);
    }

    /** What the server says of one document among others. */
    static DatabaseException of(String doing, int code, String message) {
        return new DatabaseException(
                "%s failed with code %d: %s".formatted(doing, code, message), mayPass(code, message));
    }

    private static boolean mayPass(int code, String message) {
        return !BLAMES_THE_REQUEST.contains(code) || (code == DUPLICATE_KEY && isOfId(message));
    }

    /**
     * Two upserts of one id, side by side: the one that comes second finds the document when it is tried again. The driver
     * keeps nothing of which index it was but the server's text. Other indexes have names that hold the id's, as
     * {@code customer_id_1} does, and the values behind may say anything; a clustered collection has no index for its ids.
     */
    private static boolean isOfId(String message) {
        int values = message.indexOf(VALUES);
        String key = values < 0 ? message : message.substring(0, values);
        int index = key.indexOf(INDEX);
        String name = index < 0 ? "" : key.substring(index + INDEX.length());
        return name.equals(OF_ID) || name.startsWith(OF_ID + " ") || (index < 0 && values >= 0);
    }
}

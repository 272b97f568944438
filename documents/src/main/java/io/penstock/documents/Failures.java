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

    /**
     * Codes that blame a value which an index cannot hold: the same would fail again. The server itself lists them
     * (AbstractIndexAccessMethod::getKeys, src/mongo/db/index/index_access_method.cpp).
     */
    private static final Set<Integer> BLAMES_AN_INDEXED_VALUE = Set.of(
            201, // CannotBuildIndexKeys
            171, // CannotIndexParallelArrays: two arrays for one compound index
            16675, 16732, 16733, 17261, 17262, // text
            16766, // hashed
            16746, 16775, 16776, // haystack
            16755, 16756, // 2dsphere
            13026, 13027, 13067, 13068, 16804); // 2d

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
        boolean blames = BLAMES_THE_REQUEST.contains(code) || BLAMES_AN_INDEXED_VALUE.contains(code);
        return !blames || (code == DUPLICATE_KEY && isOfId(message));
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

package io.penstock.embedded.mongodb.protocol;

import java.util.Map;
import java.util.Set;

/**
 * What a server calls the numbers of its errors, and which of them clients treat alike (src/mongo/base/error_codes.yml). Its own
 * errors bring their names along; these are those that somebody asks for by number.
 */
public final class ErrorCodes {
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(1, "InternalError"),
            Map.entry(2, "BadValue"),
            Map.entry(6, "HostUnreachable"),
            Map.entry(7, "HostNotFound"),
            Map.entry(8, "UnknownError"),
            Map.entry(9, "FailedToParse"),
            Map.entry(11, "UserNotFound"),
            Map.entry(13, "Unauthorized"),
            Map.entry(14, "TypeMismatch"),
            Map.entry(18, "AuthenticationFailed"),
            Map.entry(24, "LockTimeout"),
            Map.entry(26, "NamespaceNotFound"),
            Map.entry(43, "CursorNotFound"),
            Map.entry(50, "MaxTimeMSExpired"),
            Map.entry(59, "CommandNotFound"),
            Map.entry(64, "WriteConcernTimeout"),
            Map.entry(72, "InvalidOptions"),
            Map.entry(73, "InvalidNamespace"),
            Map.entry(89, "NetworkTimeout"),
            Map.entry(91, "ShutdownInProgress"),
            Map.entry(96, "OperationFailed"),
            Map.entry(112, "WriteConflict"),
            Map.entry(115, "CommandNotSupported"),
            Map.entry(121, "DocumentValidationFailure"),
            Map.entry(133, "FailedToSatisfyReadPreference"),
            Map.entry(134, "ReadConcernMajorityNotAvailableYet"),
            Map.entry(136, "CappedPositionLost"),
            Map.entry(146, "ExceededMemoryLimit"),
            Map.entry(150, "StaleEpoch"),
            Map.entry(175, "QueryPlanKilled"),
            Map.entry(189, "PrimarySteppedDown"),
            Map.entry(202, "NetworkInterfaceExceededTimeLimit"),
            Map.entry(211, "KeyNotFound"),
            Map.entry(234, "RetryChangeStream"),
            Map.entry(237, "CursorKilled"),
            Map.entry(239, "SnapshotTooOld"),
            Map.entry(246, "SnapshotUnavailable"),
            Map.entry(249, "StaleDbVersion"),
            Map.entry(250, "StaleChunkHistory"),
            Map.entry(251, "NoSuchTransaction"),
            Map.entry(260, "InvalidResumeToken"),
            Map.entry(262, "ExceededTimeLimit"),
            Map.entry(267, "PreparedTransactionInProgress"),
            Map.entry(272, "MigrationConflict"),
            Map.entry(280, "ChangeStreamFatalError"),
            Map.entry(286, "ChangeStreamHistoryLost"),
            Map.entry(292, "QueryExceededMemoryLimitNoDiskUseAllowed"),
            Map.entry(391, "ReauthenticationRequired"),
            Map.entry(9001, "SocketException"),
            Map.entry(10107, "NotWritablePrimary"),
            Map.entry(10334, "BSONObjectTooLarge"),
            Map.entry(11000, "DuplicateKey"),
            Map.entry(11600, "InterruptedAtShutdown"),
            Map.entry(11601, "Interrupted"),
            Map.entry(11602, "InterruptedDueToReplStateChange"),
            Map.entry(13388, "StaleConfig"),
            Map.entry(13435, "NotPrimaryNoSecondaryOk"),
            Map.entry(13436, "NotPrimaryOrSecondary"));

    private static final Set<Integer> RETRIABLE =
            Set.of(6, 7, 89, 91, 134, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436);
    private static final Set<Integer> NEED_RETARGETING = Set.of(150, 13388);
    private static final Set<Integer> SNAPSHOT = Set.of(239, 246, 250, 272);

    private ErrorCodes() {}

    /** The name; of a number that has none, what a server makes up. */
    public static String name(int code) {
        return NAMES.getOrDefault(code, "Location" + code);
    }

    /** Whether it passes by itself, as an election does. */
    public static boolean isRetriable(int code) {
        return RETRIABLE.contains(code);
    }

    /** Whether a router has to look anew for the shard. */
    public static boolean needsRetargeting(int code) {
        return NEED_RETARGETING.contains(code);
    }

    /** Whether what a transaction reads from is not there any more. */
    public static boolean isOfSnapshot(int code) {
        return SNAPSHOT.contains(code);
    }
}

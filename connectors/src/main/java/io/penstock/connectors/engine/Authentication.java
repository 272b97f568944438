package io.penstock.connectors.engine;

import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells a user who is refused from a server that was gone before it could say anything: the driver reports both as a failed
 * authentication, with the reason as its cause.
 */
final class Authentication {
    /** For a user without rights, or without the right password. */
    private static final Set<Integer> ACCESS = Set.of(13, 18, 8000);

    private static final String FAILED = "Exception authenticating";
    /** As the driver tells causes in its view of the servers, where there are no exceptions, but what they said. */
    private static final Pattern CAUSE = Pattern.compile("caused by \\{com\\.mongodb\\.Mongo");

    private static final Pattern ANSWER = Pattern.compile("failed with error (\\d+)");
    private static final String CHECK =
            "check user, password and authSource in mongodb.uri, and that the user may read the database and its change"
                    + " stream.";

    private Authentication() {}

    /** Whether an error is a server's answer to a user without rights, or without the right password. */
    static boolean isAccess(Throwable cause) {
        return cause instanceof MongoException exception && ACCESS.contains(exception.getCode());
    }

    /**
     * What an error comes to.
     *
     * @param chain the error and its causes
     * @param message what is told of it
     * @return empty if it has nothing to do with who the user is, or passes
     */
    static Optional<Failure> failure(List<Throwable> chain, String message) {
        if (chain.stream().anyMatch(Authentication::isAccess)
                || isRefusedByDriver(chain)
                || tellsAccess(message)
                || message.contains("sufficient privileges")) {
            return Optional.of(new Failure.Lasting("MongoDB refuses the user: " + CHECK + " (" + message + ")"));
        }
        if (chain.stream().noneMatch(MongoSecurityException.class::isInstance)
                && message.contains(FAILED)
                && !CAUSE.matcher(message).find(message.indexOf(FAILED))) {
            // Debezium's look at its configuration keeps nothing of the cause.
            return Optional.of(
                    new Failure.Unknown("MongoDB refuses the user, or the connection broke before it answered;"
                            + " if it stays so, " + CHECK + " (" + message + ")"));
        }
        return Optional.empty();
    }

    /** It has no ticket, or does not believe the server. Else there is a server's answer, or what kept it from answering. */
    private static boolean isRefusedByDriver(List<Throwable> chain) {
        return chain.stream().anyMatch(MongoSecurityException.class::isInstance)
                && chain.stream()
                        .filter(MongoException.class::isInstance)
                        .allMatch(MongoSecurityException.class::isInstance);
    }

    private static boolean tellsAccess(String message) {
        return message.contains(FAILED)
                && ANSWER.matcher(message)
                        .results()
                        .map(answer -> answer.group(1))
                        .anyMatch(code -> ACCESS.stream().map(String::valueOf).anyMatch(code::equals));
    }
}

package io.penstock.connectors.engine;

import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells a user who is refused from a server that was gone before it could say anything: the driver reports both as a failed
 * authentication, with the reason as its cause.
 */
final class Authentication {
    private static final String FAILED = "Exception authenticating";
    /** As the driver tells causes in its view of the servers, where there are no exceptions, but what they said. */
    private static final Pattern CAUSE = Pattern.compile("caused by \\{com\\.mongodb\\.Mongo");

    private static final Pattern SERVERS_ANSWER = Pattern.compile("failed with error (\\d+)");

    private Authentication() {}

    /**
     * Whether the user is refused.
     *
     * @param chain an error and its causes
     * @param message what is told of it
     * @param access the numbers by which a server refuses a user
     */
    static boolean isRefused(List<Throwable> chain, String message, Set<Integer> access) {
        if (chain.stream().anyMatch(MongoSecurityException.class::isInstance)) {
            // Where nothing else is behind it, the driver refuses: it has no ticket, or does not believe the server.
            return hasCode(chain, access) || chain.stream().noneMatch(Authentication::isOfServer);
        }
        return hasCode(chain, access)
                || (message.contains(FAILED)
                        && (tellsCode(message, access)
                                || !CAUSE.matcher(message).find(message.indexOf(FAILED))));
    }

    private static boolean hasCode(List<Throwable> chain, Set<Integer> codes) {
        return chain.stream()
                .anyMatch(cause -> cause instanceof MongoException exception && codes.contains(exception.getCode()));
    }

    /** A connection that broke, a time that was over, or another answer than that the user is wrong. */
    private static boolean isOfServer(Throwable cause) {
        return cause instanceof MongoException && !(cause instanceof MongoSecurityException);
    }

    private static boolean tellsCode(String message, Set<Integer> codes) {
        return SERVERS_ANSWER
                .matcher(message)
                .results()
                .map(answer -> answer.group(1))
                .anyMatch(code -> codes.stream().map(String::valueOf).anyMatch(code::equals));
    }
}

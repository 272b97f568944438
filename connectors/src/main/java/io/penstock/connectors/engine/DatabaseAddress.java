package io.penstock.connectors.engine;

import io.penstock.settings.Settings;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where MongoDB is, for messages: of its connection string the hosts alone, and never a user or a password. */
final class DatabaseAddress {
    private static final Pattern AUTHORITY = Pattern.compile("mongodb(?:\\+srv)?://([^/?]*)(.*)", Pattern.DOTALL);
    private static final Pattern HOSTS = Pattern.compile("[\\w.,:\\[\\]-]+");

    private DatabaseAddress() {}

    /** {@code MongoDB at db-1:27017,db-2:27017}; without hosts where it is not certain which part has them. */
    static String of(Settings settings) {
        return of(settings.connections().mongodb().getOrDefault("uri", ""));
    }

    static String of(String uri) {
        return hosts(uri).map(hosts -> Failure.MONGODB + " at " + hosts).orElse(Failure.MONGODB);
    }

    private static Optional<String> hosts(String uri) {
        Matcher matcher = AUTHORITY.matcher(uri);
        // A password that was not encoded may have any sign in it: what stands before a later @ may be its beginning.
        if (!matcher.matches() || matcher.group(2).contains("@")) {
            return Optional.empty();
        }
        String authority = matcher.group(1);
        return Optional.of(authority.substring(authority.lastIndexOf('@') + 1))
                .filter(hosts -> HOSTS.matcher(hosts).matches());
    }
}

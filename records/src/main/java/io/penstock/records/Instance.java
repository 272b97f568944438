package io.penstock.records;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process of a deployment that can be looked into. Its address is a part of the client id with which it is a member of the
 * consumer group: whoever may describe the group knows who is there at this moment, and nothing more has to be written.
 *
 * @param application the deployment's name
 * @param address {@code host:port} of its HTTP port
 */
public record Instance(String application, String address) {
    private static final Pattern CLIENT_ID =
            Pattern.compile("(?<application>[^@]+)@(?<address>[^@]+:[0-9]+?)(-StreamThread-.*)?");

    /** The client id. */
    public String clientId() {
        return application + "@" + address;
    }

    /** What a member's client id says; empty if that process cannot be looked into. */
    public static Optional<Instance> ofClientId(String clientId) {
        Matcher matcher = CLIENT_ID.matcher(clientId);
        return matcher.matches()
                ? Optional.of(new Instance(matcher.group("application"), matcher.group("address")))
                : Optional.empty();
    }
}

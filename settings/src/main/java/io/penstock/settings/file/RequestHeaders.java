package io.penstock.settings.file;

import io.penstock.settings.yaml.Node;
import io.penstock.settings.yaml.Problems;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The headers that a user wants to see on a request. What is wrong with one is told without its value. */
final class RequestHeaders {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    private RequestHeaders() {}

    /**
     * Reads them.
     *
     * @param own the names, in lower case, of those that cannot be set
     */
    static Map<String, String> read(Optional<Node> section, Set<String> own, Problems problems) {
        NativeProperties headers = NativeProperties.read(section, problems);
        headers.nodes()
                .forEach((name, node) -> check(name, headers.values().getOrDefault(name, ""), own)
                        .ifPresent(told -> problems.add(node, told)));
        return headers.values();
    }

    private static Optional<String> check(String name, String value, Set<String> own) {
        if (own.contains(name.toLowerCase(Locale.ROOT))) {
            return Optional.of("the header '" + name + "' is set by Penstock; leave it out");
        }
        if (!NAME.matcher(name).matches()) {
            return Optional.of("'" + name + "' is no name of a header: those are letters, digits and '-'");
        }
        return value.chars().anyMatch(RequestHeaders::cannotBeSent)
                ? Optional.of("the header '" + name + "' holds a line break, another control character or a sign beyond"
                        + " ASCII, which HTTP does not carry; encode it as the endpoint expects it (the value is not"
                        + " shown here, since it may be a secret)")
                : Optional.empty();
    }

    private static boolean cannotBeSent(int sign) {
        return (sign < ' ' && sign != '\t') || sign > '~';
    }
}

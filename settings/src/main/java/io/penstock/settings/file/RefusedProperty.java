package io.penstock.settings.file;

import java.util.List;
import java.util.Optional;

/**
 * A native property that is refused, since it would break what Penstock promises.
 *
 * @param name its name; with {@code *} at the end: all whose names begin so
 * @param allowed the values that are taken all the same
 * @param reason why it is refused, and what to do instead
 */
public record RefusedProperty(String name, List<String> allowed, String reason) {
    public RefusedProperty {
        allowed = List.copyOf(allowed);
    }

    static RefusedProperty refused(String name, String reason) {
        return new RefusedProperty(name, List.of(), reason);
    }

    static RefusedProperty only(String name, List<String> allowed, String reason) {
        return new RefusedProperty(name, allowed, reason);
    }

    /** Whether it speaks of this property. */
    public boolean covers(String property) {
        return name.endsWith("*") ? property.startsWith(name.substring(0, name.length() - 1)) : property.equals(name);
    }

    /** Whether it takes this value. */
    public boolean allows(String value) {
        return spelling(value).isPresent();
    }

    /** The allowed value that is meant, as it is written in the documentation. */
    Optional<String> spelling(String value) {
        return allowed.stream().filter(value.strip()::equalsIgnoreCase).findFirst();
    }
}

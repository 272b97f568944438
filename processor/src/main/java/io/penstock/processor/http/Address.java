package io.penstock.processor.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request's address. Segments are decoded one by one, so that an id with a slash in it is one segment; dots mean nothing:
 * there are no files here.
 */
record Address(List<String> segments, Map<String, String> query) {
    /** Empty if it has a percent sign that is no escape. */
    static Optional<Address> parse(String path, @Nullable String rawQuery) {
        try {
            List<String> segments = new ArrayList<>();
            for (String segment : path.substring(Math.min(1, path.length())).split("/", -1)) {
                // Only in a query does a plus stand for a blank.
                segments.add(URLDecoder.decode(segment.replace("+", "%2B"), UTF_8));
            }
            Map<String, String> query = new HashMap<>();
            for (String pair : (rawQuery == null ? "" : rawQuery).split("&", -1)) {
                int sign = pair.indexOf('=');
                String name = sign < 0 ? pair : pair.substring(0, sign);
                query.put(
                        URLDecoder.decode(name, UTF_8),
                        sign < 0 ? "" : URLDecoder.decode(pair.substring(sign + 1), UTF_8));
            }
            return Optional.of(new Address(segments, query));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    Optional<Request> match(Route route) {
        List<String> fixed = List.of(route.path().substring(1).split("/", -1));
        boolean matches = segments.size() == fixed.size() + route.segments()
                && segments.subList(0, fixed.size()).equals(fixed);
        return matches
                ? Optional.of(new Request(segments.subList(fixed.size(), segments.size()), query))
                : Optional.empty();
    }
}

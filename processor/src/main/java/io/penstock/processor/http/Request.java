package io.penstock.processor.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is asked.
 *
 * @param segments what the path has behind the route's own part, decoded
 * @param query the parameters, decoded; of those that are given twice, the last
 */
public record Request(List<String> segments, Map<String, String> query) {
    public Request {
        segments = List.copyOf(segments);
        query = Map.copyOf(query);
    }

    /** A parameter. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }
}

package io.penstock.benchmarks.process;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a contestant is told on its command line. */
public record Options(Map<String, String> values) {
    public Options {
        values = Map.copyOf(values);
    }

    /**
     * An option that has to be there.
     *
     * @throws IllegalArgumentException if it is not
     */
    public String text(String name) {
        return Optional.ofNullable(values.get(name))
                .orElseThrow(() -> new IllegalArgumentException("The option " + name + " is missing"));
    }

    /** The same as a whole number. */
    public int number(String name) {
        return Integer.parseInt(text(name));
    }

    /** The same as a path. */
    public Path path(String name) {
        return Path.of(text(name));
    }

    /** These and others. */
    public Options and(Map<String, String> others) {
        Map<String, String> all = new HashMap<>(values);
        all.putAll(others);
        return new Options(all);
    }
}

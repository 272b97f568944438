package io.penstock.settings.yaml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A value in a YAML file. */
public sealed interface Node {
    /** Where it stands in the tree, as a JSON pointer. */
    String pointer();

    /** Where it stands in the file. */
    Location location();

    /**
     * Text, a number, a truth value: whatever is written as one word or quoted.
     *
     * @param text its text, with all placeholders filled in; may be a secret
     * @param written its text as it stands in the file, where nothing is a secret that came through a placeholder
     */
    record Scalar(String pointer, Location location, String text, String written) implements Node {
        /** For problems: the text in quotes, or, where a placeholder was filled in, the placeholder. */
        public String shown() {
            String cut = written.length() > 60 ? written.substring(0, 57) + "..." : written;
            String quoted = "'" + cut.replaceAll("\\R", " ") + "'";
            return text.equals(written) ? quoted : "what " + quoted + " stands for";
        }

        @Override
        public String toString() {
            return "Scalar[" + pointer + ", " + location + "]";
        }
    }

    /** Keys with values, in the order of the file. */
    record Mapping(String pointer, Location location, Map<String, Entry> entries) implements Node {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        /** The value of a key, if there is one. */
        public Optional<Node> find(String key) {
            return Optional.ofNullable(entries.get(key)).map(Entry::value);
        }
    }

    /** A list. */
    record Sequence(String pointer, Location location, List<Node> items) implements Node {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /** A key with nothing behind it, or null. */
    record Nothing(String pointer, Location location) implements Node {}

    /** A value that could not be made out, which has been told. */
    record Unresolved(String pointer, Location location) implements Node {}

    /**
     * A key with its value.
     *
     * @param key where the key stands
     */
    record Entry(Location key, Node value) {}

    /** What it is, in words: {@code a list}. */
    default String kind() {
        if (this instanceof Mapping) {
            return "a section with keys of its own";
        }
        if (this instanceof Sequence) {
            return "a list";
        }
        return this instanceof Nothing ? "nothing" : "a single value";
    }

    /** What to call it in a sentence: the last part of its pointer, {@code content[1]}. */
    default String name() {
        String[] parts = pointer().split("/", -1);
        StringBuilder name = new StringBuilder();
        for (int i = parts.length - 1; i > 0; i--) {
            boolean index = parts[i].matches("\\d+");
            name.insert(
                    0,
                    index ? "[" + parts[i] + "]" : parts[i].replace("~1", "/").replace("~0", "~"));
            if (!index) {
                break;
            }
        }
        return name.toString();
    }
}

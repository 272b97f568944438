package io.penstock.settings.file;

import io.penstock.settings.yaml.Location;
import io.penstock.settings.yaml.Node;
import io.penstock.settings.yaml.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The keys of one mapping in the file. Tells what is wrong with them as they are read. For one thread. */
final class Section {
    private final Node.Mapping mapping;
    private final Problems problems;
    private final Set<Key<?>> unsound = new HashSet<>();

    private Section(Node.Mapping mapping, Problems problems) {
        this.mapping = mapping;
        this.problems = problems;
    }

    /**
     * Looks at a mapping; tells which of its keys are unknown.
     *
     * @param what what to call it in a sentence: {@code 'topics'}
     * @param known the names of the keys that it may have
     */
    static Section of(Node node, String what, List<String> known, Problems problems) {
        if (node instanceof Node.Mapping mapping) {
            mapping.entries().forEach((key, entry) -> {
                if (!known.contains(key)) {
                    problems.add(entry.key(), entry.value().pointer(), unknown(key, what, known));
                }
            });
            return new Section(mapping, problems);
        }
        if (!(node instanceof Node.Nothing) && !(node instanceof Node.Unresolved)) {
            problems.add(node, what + " must be a section with the keys " + listed(known) + ", and not " + node.kind());
        }
        return new Section(new Node.Mapping(node.pointer(), node.location(), Map.of()), problems);
    }

    /** One that the file does not have. */
    static Section empty(Problems problems) {
        return new Section(new Node.Mapping("", Location.START, Map.of()), problems);
    }

    private static String unknown(String key, String what, List<String> known) {
        String start = "unknown key '" + key + "'";
        Optional<String> near = Suggestion.of(key, known);
        if (near.isPresent()) {
            return start + ", did you mean '" + near.get() + "'?";
        }
        return Keys.home(key)
                .map(home -> start + " in " + what + ", did you mean '" + home + "?")
                .orElse(start + "; " + what + " has the keys " + listed(known));
    }

    private static String listed(List<String> names) {
        List<String> sorted = new ArrayList<>(names);
        sorted.sort(null);
        return sorted.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
    }

    /** The value of a key that has a default. */
    <T> T get(Key<T> key) {
        return read(key).orElseGet(key::fallback);
    }

    /** The value of a key without a default; tells if it is required and missing. */
    <T> Optional<T> find(Key<T> key) {
        if (key.required() && node(key.name()).isEmpty()) {
            unsound.add(key);
            problems.add(
                    mapping,
                    "the required key '" + key.name() + "' is missing; it is "
                            + key.type().description());
        }
        return read(key);
    }

    private <T> Optional<T> read(Key<T> key) {
        Optional<Node> node = node(key.name());
        Optional<T> value = node.flatMap(present -> key.type().read(present, problems));
        if (node.isPresent() && value.isEmpty()) {
            unsound.add(key);
        }
        return value;
    }

    /** Whether nothing was wrong with a key that was read. */
    boolean sound(Key<?> key) {
        return !unsound.contains(key);
    }

    /** The keys of a section in this one; without it, a section that has none of its keys. */
    Section section(String name, List<Key<?>> keys) {
        Node node = node(name).orElseGet(() -> new Node.Nothing(mapping.pointer() + "/" + name, mapping.location()));
        return of(node, "'" + name + "'", keys.stream().map(Key::name).toList(), problems);
    }

    /**
     * The keys of a section in this one that has to say something; empty without it, or if it cannot be one.
     *
     * @param known the names of the keys that it may have
     */
    Optional<Section> findSection(String name, List<String> known) {
        Optional<Node> node = node(name).filter(present -> !(present instanceof Node.Unresolved));
        if (node.isPresent() && node.get() instanceof Node.Nothing nothing) {
            problems.add(
                    nothing,
                    "'" + name + "' has nothing in it; give it what you mean of its keys " + listed(known)
                            + ", or take it out");
            return Optional.empty();
        }
        return node.map(present -> of(present, "'" + name + "'", known, problems))
                .filter(section -> node.get() instanceof Node.Mapping);
    }

    /** The node of a key, if it is there. */
    Optional<Node> node(String key) {
        return mapping.find(key);
    }

    /** The node of a key, or, where it is not there, the section's own: where to say what is wrong with it. */
    Node nodeOrSelf(String key) {
        return node(key).orElse(mapping);
    }
}

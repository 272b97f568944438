package io.penstock.settings.yaml;

import io.penstock.settings.Problem;
import java.util.Optional;

/** Finds the places of a file that JSON pointers mean. Immutable. */
public final class Locations {
    private final Optional<Node> root;

    /**
     * @param root the file's root; empty if it could not be read
     */
    public Locations(Optional<Node> root) {
        this.root = root;
    }

    /** A problem that was found elsewhere, with its place in this file. */
    public LocatedProblem locate(Problem problem) {
        return new LocatedProblem(locate(problem.pointer()), problem);
    }

    /**
     * The place of a value; of its key, if the value is a section or a list; of what comes nearest to it above, if it is
     * not in the file. {@code /kafka/sasl.mechanism} also means {@code mechanism} below {@code sasl}.
     */
    public Location locate(String pointer) {
        Optional<Node> next = root;
        Location location = root.map(Node::location).orElse(Location.START);
        String[] parts = pointer.split("/", -1);
        for (int i = 1; i < parts.length && next.isPresent(); i++) {
            String part = parts[i].replace("~1", "/").replace("~0", "~");
            next = child(next.get(), part);
            location = next.map(Node::location).orElse(location);
        }
        return location;
    }

    private static Optional<Node> child(Node node, String part) {
        if (node instanceof Node.Sequence sequence) {
            boolean index = part.matches("\\d{1,9}")
                    && Integer.parseInt(part) < sequence.items().size();
            return index ? Optional.of(sequence.items().get(Integer.parseInt(part))) : Optional.empty();
        }
        return node instanceof Node.Mapping mapping
                ? mapping.find(part).or(() -> nested(mapping, part))
                : Optional.empty();
    }

    private static Optional<Node> nested(Node.Mapping mapping, String part) {
        return mapping.entries().entrySet().stream()
                .filter(entry -> part.startsWith(entry.getKey() + "."))
                .flatMap(entry -> child(
                        entry.getValue().value(), part.substring(entry.getKey().length() + 1))
                        .stream())
                .findFirst();
    }
}

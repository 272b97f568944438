package io.penstock.settings.file;

import io.penstock.settings.yaml.Node;
import io.penstock.settings.yaml.Problems;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Properties that are not Penstock's: passed through unchanged. Nested keys are joined with dots, the elements of a list
 * with commas.
 */
final class NativeProperties {
    private final Map<String, Node> nodes = new TreeMap<>();
    private final Map<String, String> values = new TreeMap<>();
    private final Problems problems;

    private NativeProperties(Problems problems) {
        this.problems = problems;
    }

    /** Reads a section; tells what cannot be a property. */
    static NativeProperties read(Optional<Node> section, Problems problems) {
        NativeProperties properties = new NativeProperties(problems);
        section.ifPresent(node -> {
            if (node instanceof Node.Mapping mapping) {
                properties.readMapping("", mapping);
            } else if (!(node instanceof Node.Nothing) && !(node instanceof Node.Unresolved)) {
                problems.add(
                        node, "'" + node.name() + "' must hold properties ('name: value'), and not " + node.kind());
            }
        });
        return properties;
    }

    /** The properties' values. */
    Map<String, String> values() {
        return Map.copyOf(values);
    }

    /** The properties' nodes, sorted by name. */
    Map<String, Node> nodes() {
        return nodes;
    }

    private void readMapping(String prefix, Node.Mapping mapping) {
        mapping.entries().forEach((key, entry) -> {
            if (entry.value() instanceof Node.Mapping nested) {
                readMapping(prefix + key + ".", nested);
            } else {
                readValue(prefix + key, entry.value());
            }
        });
    }

    private void readValue(String name, Node node) {
        Optional<String> value = text(node);
        if (value.isEmpty()) {
            if (!(node instanceof Node.Unresolved)) {
                problems.add(
                        node,
                        "the property '" + name + "' must be one value or a list of such; write \"\" if it is to be"
                                + " empty");
            }
            return;
        }
        Node earlier = nodes.putIfAbsent(name, node);
        if (earlier != null) {
            problems.add(
                    node,
                    "the property '" + name + "' was given before, in line "
                            + earlier.location().line() + "; keep one of the two");
            return;
        }
        values.put(name, value.get());
    }

    private static Optional<String> text(Node node) {
        if (node instanceof Node.Scalar scalar) {
            return Optional.of(scalar.text());
        }
        boolean scalars = node instanceof Node.Sequence sequence
                && sequence.items().stream().allMatch(item -> item instanceof Node.Scalar);
        return scalars && node instanceof Node.Sequence sequence
                ? Optional.of(sequence.items().stream()
                        .flatMap(item -> text(item).stream())
                        .collect(Collectors.joining(",")))
                : Optional.empty();
    }
}

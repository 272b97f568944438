package io.penstock.settings.file;

import io.penstock.settings.yaml.Node;
import io.penstock.settings.yaml.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One value, or a list of at least one.
 *
 * @param word what each must be
 */
record OneOrMany<T>(Word<T> word) implements ValueType<List<T>> {
    @Override
    public Optional<List<T>> read(Node node, Problems problems) {
        if (!(node instanceof Node.Sequence sequence)) {
            return word.read(node, problems).map(List::of);
        }
        if (sequence.items().isEmpty()) {
            problems.add(node, "'" + node.name() + "' is an empty list: it must be " + description());
        }
        return many(sequence, word, problems).filter(values -> !values.isEmpty());
    }

    /** The values of a list; empty if one of them is none. */
    static <T> Optional<List<T>> many(Node.Sequence sequence, Word<T> word, Problems problems) {
        List<T> values = new ArrayList<>();
        sequence.items().forEach(item -> word.read(item, problems).ifPresent(values::add));
        return values.size() == sequence.items().size() ? Optional.of(List.copyOf(values)) : Optional.empty();
    }

    @Override
    public String description() {
        return word.description() + "; or a list of such";
    }
}

package io.penstock.settings.file;

import io.penstock.settings.yaml.Node;
import io.penstock.settings.yaml.Problems;
import java.util.Optional;
import java.util.function.Function;

/**
 * A value that is one word or a quoted text.
 *
 * @param description what it must be, to go behind "must be"
 * @param parser makes the value of its text; empty if it is none
 * @param advice what was probably meant, of text that is no value; empty if there is nothing to say
 */
record Word<T>(String description, Function<String, Optional<T>> parser, Function<String, Optional<String>> advice)
        implements ValueType<T> {
    Word(String description, Function<String, Optional<T>> parser) {
        this(description, parser, text -> Optional.empty());
    }

    @Override
    public Optional<T> read(Node node, Problems problems) {
        if (node instanceof Node.Unresolved) {
            return Optional.empty();
        }
        if (node instanceof Node.Nothing) {
            problems.add(node, "'" + node.name() + "' has no value; it must be " + description);
            return Optional.empty();
        }
        if (!(node instanceof Node.Scalar scalar)) {
            problems.add(node, "'" + node.name() + "' must be " + description + ", and not " + node.kind());
            return Optional.empty();
        }
        Optional<T> value = parser.apply(scalar.text());
        if (value.isEmpty()) {
            // What came through a placeholder may be a secret, and so may be what advice makes of it.
            boolean mayShow = scalar.text().equals(scalar.written());
            String hint = mayShow
                    ? advice.apply(scalar.text()).map(meant -> "; " + meant).orElse("")
                    : "";
            problems.add(node, "'" + node.name() + "' must be " + description + ", and not " + scalar.shown() + hint);
        }
        return value;
    }

    /** The value of a text that is known to be good. */
    T of(String text) {
        return parser.apply(text).orElseThrow(() -> new IllegalArgumentException(text + " is not " + description));
    }
}

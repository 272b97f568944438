package io.penstock.settings.file;

import com.fasterxml.jackson.core.JsonPointer;
import io.penstock.settings.JobSettings.Content;
import io.penstock.settings.yaml.Node;
import io.penstock.settings.yaml.Problems;
import java.util.Map;
import java.util.Optional;

/** The value of a job's {@code content}: a list of pointers, or a word. */
final class ContentType implements ValueType<Content> {
    private static final Word<JsonPointer> POINTER = Words.pointer();
    private static final Map<String, Content> CHOICES =
            Map.of("whole", new Content.Whole(), "none", new Content.None());
    private static final Word<Content> CHOICE = new Word<>(
            "a list of JSON pointers, such as [/items, /total], or 'whole' or 'none'",
            text -> Optional.ofNullable(CHOICES.get(text)),
            text -> text.startsWith("/")
                    ? Optional.of("did you mean [" + text + "]?")
                    : Suggestion.of(text, CHOICES.keySet()).map(meant -> "did you mean '" + meant + "'?"));

    @Override
    public Optional<Content> read(Node node, Problems problems) {
        if (!(node instanceof Node.Sequence sequence)) {
            return CHOICE.read(node, problems);
        }
        if (sequence.items().isEmpty()) {
            problems.add(
                    node,
                    "'" + node.name() + "' is an empty list: write 'none' if every change is to run, or leave the key"
                            + " out to look at the whole document");
            return Optional.empty();
        }
        return OneOrMany.many(sequence, POINTER, problems).map(Content.Parts::new);
    }

    @Override
    public String description() {
        return CHOICE.description();
    }
}

package io.penstock.processor.intake;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.penstock.processor.condition.ConditionInput;
import io.penstock.processor.document.PlainJson;
import io.penstock.processor.task.ChangeEvent;
import io.penstock.processor.task.Raw;
import java.util.Optional;
import java.util.function.Supplier;

/** A change whose documents are parsed when somebody looks at them, once for all jobs. For use by one thread. */
final class ParsedChange implements ConditionInput {
    private final ChangeEvent change;
    private final Lazy after;
    private final Lazy before;
    private final Lazy source;
    private boolean lookedAt;

    /**
     * @param change the change
     * @param envelope the envelope that told it, for {@code source}
     */
    ParsedChange(ChangeEvent change, Raw envelope) {
        this.change = change;
        this.after = new Lazy(() -> plain(change.contents().after()));
        this.before = new Lazy(() -> plain(change.contents().before()));
        this.source = new Lazy(() -> Optional.of(PlainJson.read(envelope.bytes()))
                .map(root -> root.has("payload") ? root.get("payload") : root)
                .map(root -> root.path("source")));
    }

    ChangeEvent change() {
        return change;
    }

    @Override
    public String op() {
        return change.operation().code();
    }

    @Override
    public Optional<JsonNode> document() {
        return after.get();
    }

    @Override
    public Optional<JsonNode> before() {
        return before.get();
    }

    @Override
    public Optional<JsonNode> source() {
        return source.get();
    }

    /** Whether there is a document to look into: as it is, or for a delete as it was, where pre-images are kept. */
    boolean hasDocument() {
        return latest().isPresent();
    }

    /** What that document has at a pointer. The first look alone needs no tree; for more of them there is one. */
    JsonNode at(JsonPointer pointer) {
        Lazy tree = change.contents().after().isPresent() ? after : before;
        if (lookedAt || tree.isParsed()) {
            return tree.get().map(document -> document.at(pointer)).orElse(MissingNode.getInstance());
        }
        lookedAt = true;
        return latest().map(raw -> PlainJson.at(raw.bytes(), pointer)).orElse(MissingNode.getInstance());
    }

    private Optional<Raw> latest() {
        return change.contents().after().or(() -> change.contents().before());
    }

    private static Optional<JsonNode> plain(Optional<Raw> extendedJson) {
        return extendedJson.map(raw -> PlainJson.read(raw.bytes()));
    }

    private static final class Lazy implements Supplier<Optional<JsonNode>> {
        private final Supplier<Optional<JsonNode>> parse;
        private Optional<Optional<JsonNode>> parsed = Optional.empty();

        Lazy(Supplier<Optional<JsonNode>> parse) {
            this.parse = parse;
        }

        boolean isParsed() {
            return parsed.isPresent();
        }

        @Override
        public Optional<JsonNode> get() {
            if (parsed.isEmpty()) {
                parsed = Optional.of(parse.get());
            }
            return parsed.get();
        }
    }
}

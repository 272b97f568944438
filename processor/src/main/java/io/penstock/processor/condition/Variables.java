package io.penstock.processor.condition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The variables of one evaluation, each fetched when it is first needed. Confined to one thread. */
final class Variables {
    /** Loops within loops over a large document could hold the stream for minutes. */
    private static final int MOST_STEPS = 1_000_000;

    /** The variables that an expression may name. */
    enum Name {
        OP,
        DOC,
        BEFORE,
        SOURCE
    }

    private final ConditionInput input;
    private final Map<Name, @Nullable Object> fetched = new EnumMap<>(Name.class);
    private long steps;

    Variables(ConditionInput input) {
        this.input = input;
    }

    @Nullable
    Object get(Name name) {
        if (name == Name.OP) {
            return input.op();
        }
        if (!fetched.containsKey(name)) {
            fetched.put(name, fetch(name));
        }
        return fetched.get(name);
    }

    /** Counts turns of a loop, or what is worth as much. */
    void steps(long turns) {
        steps += turns;
        if (steps > MOST_STEPS) {
            throw new ConditionException(
                    "The condition was given up after " + MOST_STEPS
                            + " turns of its loops: the document's arrays or texts are too long for exists, all, map, in or matches within each other.");
        }
    }

    private @Nullable Object fetch(Name name) {
        return switch (name) {
            case OP -> input.op();
            case DOC -> value(input.document());
            case BEFORE -> value(input.before());
            case SOURCE -> value(input.source());
        };
    }

    private static @Nullable Object value(Optional<JsonNode> node) {
        return Values.of(node.orElse(null));
    }
}

package io.penstock.processor.condition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Stands in where an expression is known to look at nothing. */
enum NoInput implements ConditionInput {
    INSTANCE;

    @Override
    public String op() {
        return "";
    }

    @Override
    public Optional<JsonNode> document() {
        return Optional.empty();
    }

    @Override
    public Optional<JsonNode> before() {
        return Optional.empty();
    }

    @Override
    public Optional<JsonNode> source() {
        return Optional.empty();
    }
}

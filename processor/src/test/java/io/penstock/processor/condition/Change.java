package io.penstock.processor.condition;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.processor.document.PlainJson;
import java.util.Optional;

/** A change made by hand; its documents are Extended JSON, as the database's are. */
record Change(String op, Optional<JsonNode> document, Optional<JsonNode> before, Optional<JsonNode> source)
        implements ConditionInput {

    static Change update(String document) {
        return new Change("u", Optional.of(PlainJson.read(document)), Optional.empty(), Optional.empty());
    }

    static Change delete() {
        return new Change("d", Optional.empty(), Optional.empty(), Optional.empty());
    }

    Change before(String document) {
        return new Change(op, document(), Optional.of(PlainJson.read(document)), source);
    }

    Change source(String json) {
        return new Change(op, document(), before, Optional.of(PlainJson.read(json)));
    }
}

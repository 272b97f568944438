package io.penstock.processor.condition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What a condition may look at. A method is called only when the evaluation comes to its variable, and then once; so a
 * condition that has decided by {@code op} never has a document parsed. What a method throws, the evaluation throws.
 */
public interface ConditionInput {
    /** The operation's letter: {@code c}, {@code u}, {@code d} or {@code r}. */
    String op();

    /** The document after the change, as plain JSON; empty for a delete. */
    Optional<JsonNode> document();

    /** The document before the change, as plain JSON; empty where the collection keeps no pre-images. */
    Optional<JsonNode> before();

    /** The {@code source} of Debezium's envelope. */
    Optional<JsonNode> source();
}

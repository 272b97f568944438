package io.penstock.benchmarks.inline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.api.Outcome;
import io.penstock.api.Task;
import io.penstock.api.TaskContext;
import io.penstock.api.TaskHandler;

/**
 * The work that both sides do: looks into the document and returns something small, so that what is measured is the way
 * there and not the writing of large results.
 */
public final class OrderTotal implements TaskHandler {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public Outcome handle(Task task, TaskContext context) {
        return task.document()
                .map(document -> Outcome.succeeded(of(document)))
                .orElseGet(() -> Outcome.rejected("An order without a document has no total"));
    }

    static ObjectNode of(JsonNode order) {
        return JSON.createObjectNode()
                .put("customer", order.path("customerId").textValue())
                .put("items", order.path("items").size())
                .put("total", order.path("total").doubleValue());
    }
}

package io.penstock.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.api.Outcome;
import io.penstock.api.Task;
import io.penstock.api.TaskContext;
import io.penstock.api.TaskHandler;
import java.math.BigDecimal;

/** Writes an invoice for a paid order. */
public final class Invoice implements TaskHandler {
    /**
     * An invoice.
     *
     * @param number its number: an invoice for another state of the order has another one
     * @param customer who pays
     * @param total how much
     */
    public record Written(String number, String customer, BigDecimal total) {}

    @Override
    public Outcome handle(Task task, TaskContext context) {
        JsonNode order = task.document().orElseThrow();
        JsonNode total = order.path("total");
        if (!total.isNumber()) {
            return Outcome.rejected("The order's total is no number: " + total);
        }
        String number = task.id() + "/" + order.path("version").asText();
        return Outcome.succeeded(new Written(number, order.path("customerId").asText(), total.decimalValue()));
    }
}

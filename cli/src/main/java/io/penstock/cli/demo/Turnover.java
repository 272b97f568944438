package io.penstock.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.api.Outcome;
import io.penstock.api.Task;
import io.penstock.api.TaskContext;
import io.penstock.api.TaskHandler;
import java.math.BigDecimal;
import java.util.Optional;

/** Says what an order counts for in its customer's statistics: its total once it is paid, nothing else. */
public final class Turnover implements TaskHandler {
    /**
     * What an order counts for from now on, in place of what it counted for before.
     *
     * @param customer whose order it is
     * @param order which order
     * @param amount how much
     */
    public record Counted(String customer, String order, BigDecimal amount) {}

    @Override
    public Outcome handle(Task task, TaskContext context) {
        Optional<JsonNode> paid =
                task.document().filter(order -> order.path("status").asText().equals("paid"));
        JsonNode total = paid.map(order -> order.path("total")).orElse(null);
        if (total == null) {
            return Outcome.succeeded(new Counted(task.shardKey(), task.id(), BigDecimal.ZERO));
        }
        return total.isNumber()
                ? Outcome.succeeded(new Counted(task.shardKey(), task.id(), total.decimalValue()))
                : Outcome.rejected("The order's total is no number: " + total);
    }
}

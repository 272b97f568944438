package io.penstock.cli.demo;

import io.penstock.api.Operation;
import io.penstock.cli.check.DocumentName;
import io.penstock.cli.check.Write.Change;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.bson.types.Decimal128;

/** An order as its writer knows it. For use by one thread. */
final class Order {
    private final String id;
    private final Optional<String> customer;
    /** A total that no handler can take: an amount with its currency, where a number is expected. */
    private final boolean oddTotal;

    private final List<Document> items = new ArrayList<>();
    private BigDecimal total = BigDecimal.ZERO;
    private Status status = Status.PLACED;
    private int version;
    private long sequence;

    /** Where an order stands. */
    enum Status {
        PLACED,
        PAID,
        CANCELLED;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Order(String id, Optional<String> customer, boolean oddTotal) {
        this.id = id;
        this.customer = customer;
        this.oddTotal = oddTotal;
    }

    String id() {
        return id;
    }

    Status status() {
        return status;
    }

    DocumentName name() {
        return new DocumentName(DemoNames.ORDERS, '"' + id + '"');
    }

    void add(String article, int quantity, BigDecimal price) {
        items.add(new Document("article", article).append("quantity", quantity).append("price", new Decimal128(price)));
        total = total.add(price.multiply(BigDecimal.valueOf(quantity)));
    }

    void become(Status next) {
        status = next;
    }

    /** The order was deleted and is placed again, under its number: the document begins anew, and so does its version. */
    void beginAnew() {
        status = Status.PLACED;
        version = 0;
    }

    /** Counts the next write; to be called before each. */
    Change next(Operation operation) {
        version++;
        sequence++;
        boolean invoiced = operation != Operation.DELETE && status == Status.PAID;
        return new Change(operation, sequence, invoiced ? Set.of(DemoNames.INVOICE) : Set.of());
    }

    /** The whole document. */
    Document document(Instant placedAt) {
        Document document = new Document("_id", id);
        customer.ifPresent(known -> document.append("customerId", known));
        document.append("placedAt", placedAt).putAll(changing());
        return document;
    }

    /** The fields that change. */
    Document changing() {
        Object amount = new Decimal128(total);
        return new Document("status", status.text())
                .append("items", List.copyOf(items))
                .append("total", oddTotal ? new Document("amount", amount).append("currency", "EUR") : amount)
                .append("version", version)
                .append("sequence", sequence);
    }
}

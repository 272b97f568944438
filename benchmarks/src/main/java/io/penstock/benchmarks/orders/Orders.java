package io.penstock.benchmarks.orders;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;

/**
 * Orders of a shop, as documents in Extended JSON version 1. The same number gives the same order. Safe for use by several
 * threads.
 *
 * @param documentBytes how long a document is, nearly
 */
public record Orders(int documentBytes) {
    /** How many states an order goes through; each is a version of its document. */
    public static final int VERSIONS = 4;

    private static final List<String> STATES = List.of("placed", "paid", "packed", "shipped");
    private static final int ORDERS_PER_CUSTOMER = 10;
    private static final int CENTS = 100;
    private static final int BYTES_WITHOUT_ITEMS = 160;
    private static final int BYTES_OF_AN_ITEM = 120;

    /** The id of an order, as 24 hexadecimal digits. */
    public static String id(int order) {
        return "%024x".formatted(0x6a00_0000_0000L + order);
    }

    /** The state of an order in a version, from 0. */
    public static String status(int version) {
        return STATES.get(version);
    }

    /**
     * An order's document.
     *
     * @param version from 0 to {@link #VERSIONS} - 1
     * @param changedAt milliseconds since 1970
     */
    public ObjectNode document(int order, int version, long changedAt) {
        Random random = new Random(order);
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.putObject("_id").put("$oid", id(order));
        document.put("customerId", "customer-" + random.nextInt(1 + order) / ORDERS_PER_CUSTOMER)
                .put("status", status(version))
                .put("version", version);
        document.putObject("changedAt").put("$date", changedAt);
        ArrayNode items = document.putArray("items");
        int cents = 0;
        int count = Math.round((documentBytes - BYTES_WITHOUT_ITEMS) / (float) BYTES_OF_AN_ITEM);
        for (int i = 0; i < count; i++) {
            int price = CENTS + random.nextInt(100 * CENTS);
            ObjectNode item = items.addObject()
                    .put("sku", "SKU-%06d".formatted(random.nextInt(1_000_000)))
                    .put("name", "A thing of the shop, number " + random.nextInt(100))
                    .put("quantity", 1);
            item.putObject("price").put("$numberDecimal", "%d.%02d".formatted(price / CENTS, price % CENTS));
            cents += price;
        }
        return document.put("total", cents / (double) CENTS);
    }
}

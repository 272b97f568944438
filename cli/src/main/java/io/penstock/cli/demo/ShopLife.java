package io.penstock.cli.demo;

import io.penstock.cli.demo.Order.Status;
import io.penstock.cli.demo.Step.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What happens in a shop: orders are placed, changed, paid, cancelled, deleted, now and then placed again under their
 * number; some of them are broken, so that no handler can take them. Decided by chance; writes nothing. For use by one
 * thread.
 */
final class ShopLife {
    private static final int OPEN_ORDERS = 40;
    private static final int CUSTOMERS = 2_000;
    private static final double BROKEN = 0.01;
    private static final double TWICE = 0.05;
    private static final double AGAIN = 0.02;
    private static final Zipf WHO = new Zipf(CUSTOMERS, 1.0);

    private final RandomGenerator random;
    private final String numbers;
    private final List<Order> open = new ArrayList<>();
    private final List<Order> deleted = new ArrayList<>();
    private int placed;

    /**
     * @param random decides
     * @param numbers first part of the orders' numbers, no other shop's
     */
    ShopLife(RandomGenerator random, String numbers) {
        this.random = random;
        this.numbers = numbers;
    }

    /** What happens next. */
    Step next() {
        if (open.isEmpty() || random.nextInt(OPEN_ORDERS) >= open.size()) {
            return place();
        }
        int which = random.nextInt(open.size());
        Order order = open.get(which);
        double chance = random.nextDouble();
        return switch (order.status()) {
            case PLACED -> chance < 0.5 ? change(order) : become(order, chance < 0.85 ? Status.PAID : Status.CANCELLED);
            case PAID -> chance < 0.2 ? change(order) : chance < 0.3 ? become(order, Status.CANCELLED) : delete(which);
            case CANCELLED -> delete(which);
        };
    }

    /** Nobody knows in which state the order is: it is left alone from now on. */
    void giveUp(Order order) {
        open.remove(order);
        deleted.remove(order);
    }

    private Step place() {
        if (!deleted.isEmpty() && random.nextDouble() < AGAIN) {
            Order order = deleted.remove(random.nextInt(deleted.size()));
            order.beginAnew();
            open.add(order);
            return new Step(order, Kind.PLACE);
        }
        deleted.clear();
        placed++;
        boolean broken = random.nextDouble() < BROKEN;
        boolean nameless = broken && random.nextBoolean();
        String customer = "c-" + WHO.draw(random);
        Order order = new Order(
                numbers + "-" + placed, nameless ? Optional.empty() : Optional.of(customer), broken && !nameless);
        addItem(order);
        open.add(order);
        return new Step(order, Kind.PLACE);
    }

    private Step change(Order order) {
        addItem(order);
        return new Step(order, random.nextDouble() < TWICE ? Kind.CHANGE_TWICE : Kind.CHANGE);
    }

    private static Step become(Order order, Status status) {
        order.become(status);
        return new Step(order, Kind.CHANGE);
    }

    private Step delete(int which) {
        Order order = open.remove(which);
        deleted.add(order);
        return new Step(order, Kind.DELETE);
    }

    private void addItem(Order order) {
        order.add(
                "a-" + random.nextInt(500), 1 + random.nextInt(3), BigDecimal.valueOf(100 + random.nextInt(10_000), 2));
    }
}

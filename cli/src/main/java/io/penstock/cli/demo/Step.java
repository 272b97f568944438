package io.penstock.cli.demo;

/**
 * The next thing that happens to an order. The order is as it will be afterwards, but for its version and sequence number.
 *
 * @param order the order
 * @param kind what happens
 */
record Step(Order order, Kind kind) {
    /** What happens. */
    enum Kind {
        PLACE,
        CHANGE,
        /** Changed twice in one transaction. */
        CHANGE_TWICE,
        DELETE
    }

    /** How many changes it makes. */
    int changes() {
        return kind == Kind.CHANGE_TWICE ? 2 : 1;
    }

    /** The same with one change at most. */
    Step once() {
        return kind == Kind.CHANGE_TWICE ? new Step(order, Kind.CHANGE) : this;
    }
}

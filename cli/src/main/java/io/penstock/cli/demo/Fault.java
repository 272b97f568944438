package io.penstock.cli.demo;

/** What the demo can break on purpose, to show that its check can fail. */
public enum Fault {
    /** One change is dropped on its way from the database to Kafka. */
    LOST,
    /** One result is written a second time. */
    DOUBLED
}

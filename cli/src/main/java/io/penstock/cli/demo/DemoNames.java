package io.penstock.cli.demo;

/** Names that the demo's configuration and its code share. */
final class DemoNames {
    /** A database of the demo's own, since the server may be somebody's. */
    static final String DATABASE = "penstock_demo";

    static final String COLLECTION = "orders";
    static final String ORDERS = DATABASE + "." + COLLECTION;

    /** The job without a condition whose results are whole documents. */
    static final String SEARCH_INDEX = "search-index";
    /** The job that looks at paid orders only. */
    static final String INVOICE = "invoice";

    private DemoNames() {}
}

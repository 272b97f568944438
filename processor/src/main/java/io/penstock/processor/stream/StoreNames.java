package io.penstock.processor.stream;

/** The names of the stores, and so of their changelog topics: part of what is stored, never to be changed. */
final class StoreNames {
    /** What became of each document for each task id. */
    static final String LEDGER = "ledger";
    /** Where each document's tasks belong. */
    static final String DIRECTORY = "directory";

    /** The open tasks. */
    static final String BACKLOG = "backlog";
    /** Has no rows: hears of commits. */
    static final String COMMITS = "commits";
    /** The same, for the intake. */
    static final String INTAKE_COMMITS = "intake-commits";

    private StoreNames() {}
}

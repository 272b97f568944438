package io.penstock.processor.row;

/**
 * One partition's stores, for reading.
 *
 * @param partition its number
 * @param ledger what became of each task id
 * @param backlog the open tasks
 */
public record StoredPart(int partition, RowStore ledger, RowStore backlog) {}

package io.penstock.documents;

/**
 * One collection for all attempts.
 *
 * @param name with its database
 */
record CollectionAccess(String name, ReadBatches reads, WriteBatches writes) {}

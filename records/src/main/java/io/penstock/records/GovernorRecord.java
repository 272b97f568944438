package io.penstock.records;

/**
 * What is said on the topic of the governor. It is compacted: of each {@link #key} the newest record counts. As JSON, see
 * {@link GovernorJson}.
 */
public sealed interface GovernorRecord permits InstanceLoad, Ruling {
    /** The record's key. */
    String key();
}

/**
 * From Debezium's records to Kafka's: sent, acknowledged, and only then marked as processed.
 */
@NullMarked
package io.penstock.connectors.sink;

import org.jspecify.annotations.NullMarked;

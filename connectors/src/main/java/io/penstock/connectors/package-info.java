/** Feeds the changes of a MongoDB deployment into Kafka, by Debezium. */
@NullMarked
package io.penstock.connectors;

import org.jspecify.annotations.NullMarked;

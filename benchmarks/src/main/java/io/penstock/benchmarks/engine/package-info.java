/**
 * The engine that feeds Kafka against a short consumer of Debezium's changes written by hand.
 */
@NullMarked
package io.penstock.benchmarks.engine;

import org.jspecify.annotations.NullMarked;

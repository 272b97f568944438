/**
 * The steps strung together in reading order, for one partition, without Kafka: the core.
 */
@NullMarked
package io.penstock.processor.partition;

import org.jspecify.annotations.NullMarked;

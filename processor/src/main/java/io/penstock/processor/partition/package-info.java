/**
 * Fourth step of the way of the data, and the core: strings the steps together for one partition, without Kafka. It
 * decides which lanes run, and settles what has run.
 */
@NullMarked
package io.penstock.processor.partition;

import org.jspecify.annotations.NullMarked;

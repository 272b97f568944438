/**
 * What the partitions of one process may have handed out at one time, and which of them tries what may end the process. Knows
 * no Kafka, and no clock but the times that it is told.
 */
@NullMarked
package io.penstock.processor.permit;

import org.jspecify.annotations.NullMarked;

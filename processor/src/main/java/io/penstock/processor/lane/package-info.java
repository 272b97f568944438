/**
 * Third step of the way of the data: the backlog. It holds the open tasks of one partition, in order, per lane, in a store
 * whose keys sort as bytes.
 */
@NullMarked
package io.penstock.processor.lane;

import org.jspecify.annotations.NullMarked;

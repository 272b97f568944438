/**
 * Rows in key-value stores: the narrow store that the stages want, a compact binary form with a format number, and the
 * index by which rows leave a store when their time is over.
 */
@NullMarked
package io.penstock.processor.row;

import org.jspecify.annotations.NullMarked;

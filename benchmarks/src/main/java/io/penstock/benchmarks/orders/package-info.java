/**
 * The documents that benchmarks work on.
 */
@NullMarked
package io.penstock.benchmarks.orders;

import org.jspecify.annotations.NullMarked;

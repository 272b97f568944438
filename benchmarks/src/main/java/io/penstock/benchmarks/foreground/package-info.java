/**
 * Whether background work gets in the way of those who use the same database.
 */
@NullMarked
package io.penstock.benchmarks.foreground;

import org.jspecify.annotations.NullMarked;

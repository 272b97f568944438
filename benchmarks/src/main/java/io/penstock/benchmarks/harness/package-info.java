/**
 * What every benchmark is made of: cases, two sides, runs that take turns, and their statistics.
 */
@NullMarked
package io.penstock.benchmarks.harness;

import org.jspecify.annotations.NullMarked;

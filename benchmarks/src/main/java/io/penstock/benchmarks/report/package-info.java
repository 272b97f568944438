/**
 * What came of a benchmark, for people and for programs.
 */
@NullMarked
package io.penstock.benchmarks.report;

import org.jspecify.annotations.NullMarked;

/**
 * The processor with an inline handler against a minimal topology written by hand.
 */
@NullMarked
package io.penstock.benchmarks.inline;

import org.jspecify.annotations.NullMarked;

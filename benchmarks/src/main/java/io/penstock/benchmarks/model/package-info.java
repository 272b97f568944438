/**
 * A server that can be saturated, in front of MongoDB: what the stand-in, which answers from memory, cannot show.
 */
@NullMarked
package io.penstock.benchmarks.model;

import org.jspecify.annotations.NullMarked;

/**
 * The stand-in for MongoDB: that it is not what the other measurements measure.
 */
@NullMarked
package io.penstock.benchmarks.standin;

import org.jspecify.annotations.NullMarked;

/** How long it takes from a write to its result, as the demo tells it. */
@NullMarked
package io.penstock.benchmarks.demo;

import org.jspecify.annotations.NullMarked;

/**
 * Side-by-side measurements: Penstock and a peer do the same work on the same machine, in turn.
 */
@NullMarked
package io.penstock.benchmarks;

import org.jspecify.annotations.NullMarked;

/**
 * What a million open tasks cost: memory, reads of the disk, time until work goes on after a restart.
 */
@NullMarked
package io.penstock.benchmarks.backlog;

import org.jspecify.annotations.NullMarked;

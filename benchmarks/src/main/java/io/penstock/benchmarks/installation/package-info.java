/**
 * What the benchmarks of the processor share: a broker, a fresh installation for each run, and Penstock as a contestant.
 */
@NullMarked
package io.penstock.benchmarks.installation;

import org.jspecify.annotations.NullMarked;

/**
 * Each run in a Java virtual machine of its own, so that no run finds what another one has compiled or cached.
 */
@NullMarked
package io.penstock.benchmarks.process;

import org.jspecify.annotations.NullMarked;

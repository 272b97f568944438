/**
 * The benchmark {@code queued}: handlers that only wait, against what else runs handlers beside a consumer.
 */
@NullMarked
package io.penstock.benchmarks.queued;

import org.jspecify.annotations.NullMarked;

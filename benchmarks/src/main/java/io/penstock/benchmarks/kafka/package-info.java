/**
 * The broker, the topics and the counting that benchmarks share.
 */
@NullMarked
package io.penstock.benchmarks.kafka;

import org.jspecify.annotations.NullMarked;

/**
 * How long operators wait for an answer.
 */
@NullMarked
package io.penstock.benchmarks.commands;

import org.jspecify.annotations.NullMarked;

/**
 * How often attempts of jobs may begin: one bucket of tokens for each job that has a rate, shared by the partitions of a
 * process. Knows no clock but the times that it is told.
 */
@NullMarked
package io.penstock.processor.rate;

import org.jspecify.annotations.NullMarked;

/** What the installation for a single machine costs while nothing happens. */
@NullMarked
package io.penstock.benchmarks.rest;

import org.jspecify.annotations.NullMarked;

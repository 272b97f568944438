/**
 * The demo: a shop's life written into MongoDB, everything between it and its results in one process, and a count of
 * what comes out, held against what went in.
 */
@NullMarked
package io.penstock.cli.demo;

import org.jspecify.annotations.NullMarked;

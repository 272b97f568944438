/** Runs the long-lived parts of Penstock in this process, from their start to their end. */
@NullMarked
package io.penstock.cli.running;

import org.jspecify.annotations.NullMarked;

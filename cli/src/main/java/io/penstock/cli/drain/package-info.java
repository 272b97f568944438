/** Processes that leave, and who takes over from them. */
@NullMarked
package io.penstock.cli.drain;

import org.jspecify.annotations.NullMarked;

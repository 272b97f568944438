/** The walk-through of the manual, walked. */
@NullMarked
package io.penstock.cli.walkthrough;

import org.jspecify.annotations.NullMarked;

/** Processes of Penstock that are killed, and what it takes to know that a kill has hit something. */
@NullMarked
package io.penstock.cli.crash;

import org.jspecify.annotations.NullMarked;

/** The subcommands, and the options that they share. */
@NullMarked
package io.penstock.cli.command;

import org.jspecify.annotations.NullMarked;

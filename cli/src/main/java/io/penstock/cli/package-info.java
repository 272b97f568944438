/** The penstock command: {@link io.penstock.cli.Penstock} puts the subcommands together and runs one. */
@NullMarked
package io.penstock.cli;

import org.jspecify.annotations.NullMarked;

/** What people see: terminals, status lines, and figures with units. */
@NullMarked
package io.penstock.cli.terminal;

import org.jspecify.annotations.NullMarked;

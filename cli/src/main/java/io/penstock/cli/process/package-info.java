/** What every command needs of its process: how it ends, how it fails, where it logs. */
@NullMarked
package io.penstock.cli.process;

import org.jspecify.annotations.NullMarked;

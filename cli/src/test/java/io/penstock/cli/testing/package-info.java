/** What the tests of commands share. */
@NullMarked
package io.penstock.cli.testing;

import org.jspecify.annotations.NullMarked;

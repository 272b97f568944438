/** Asks the processes of a deployment, without being one of them. */
@NullMarked
package io.penstock.cli.inspect;

import org.jspecify.annotations.NullMarked;

/** Migrations: a deployment is drained, what it knew of jobs is erased, and a snapshot makes it known again. */
@NullMarked
package io.penstock.cli.migrate;

import org.jspecify.annotations.NullMarked;

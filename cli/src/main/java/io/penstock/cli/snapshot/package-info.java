/** Snapshots on demand: asked for by Debezium's signals, watched by its notifications. */
@NullMarked
package io.penstock.cli.snapshot;

import org.jspecify.annotations.NullMarked;

/**
 * Holds what came out against what went in: a journal of writes, and a checker that reads the output topics as any
 * read-committed consumer does. It knows nothing of the processor but the records that it writes.
 */
@NullMarked
package io.penstock.cli.check;

import org.jspecify.annotations.NullMarked;

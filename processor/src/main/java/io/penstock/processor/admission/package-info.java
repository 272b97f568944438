/**
 * Second step of the way of the data: judges each task against the ledger. Duplicate, stale and unchanged
 * ones are told and dropped.
 */
@NullMarked
package io.penstock.processor.admission;

import org.jspecify.annotations.NullMarked;

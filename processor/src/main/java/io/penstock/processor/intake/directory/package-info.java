/**
 * Where a document's tasks belong: which task id and shard key they had, for deletes and for shard keys that change.
 */
@NullMarked
package io.penstock.processor.intake.directory;

import org.jspecify.annotations.NullMarked;

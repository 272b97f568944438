/**
 * MongoDB's Extended JSON, of both versions, to the plain JSON that handlers see. The table in {@code docs/documents.md} says
 * what becomes of each BSON type, here and on the way back, which is that of whoever writes to MongoDB.
 *
 * <p>{@link io.penstock.processor.document.PlainJson} reads, {@link io.penstock.processor.document.DocumentId} makes a task id
 * of a document's id.
 */
@NullMarked
package io.penstock.processor.document;

import org.jspecify.annotations.NullMarked;

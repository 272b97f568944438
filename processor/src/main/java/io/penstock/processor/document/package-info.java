/**
 * MongoDB's Extended JSON, of both versions, to the plain JSON that handlers see, and back. The table in
 * {@code docs/documents.md} says what becomes of each BSON type.
 *
 * <p>{@link io.penstock.processor.document.PlainJson} reads, {@link io.penstock.processor.document.ExtendedJson} writes,
 * {@link io.penstock.processor.document.DocumentId} makes a task id of a document's id.
 */
@NullMarked
package io.penstock.processor.document;

import org.jspecify.annotations.NullMarked;
